/** Style that lightweight-charts adds to a page for its attribution. A policy names it by its hash; a test holds it equal. */
export const CHART_STYLE =
  'a#tv-attr-logo{--fill:#131722;--stroke:#fff;position:absolute;left:10px;bottom:10px;height:19px;width:35px;margin:0;padding:0;border:0;z-index:3;}a#tv-attr-logo[data-dark]{--fill:#D1D4DC;--stroke:#131722;}';

const HEAD = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">`;

/** The page of a server, which loads its script and its style. */
export const SERVED_PAGE = `${HEAD}
<title>jbt</title>
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="app"></div><noscript>This page needs JavaScript.</noscript></body>
</html>
`;

/** Parts of a page in one file. */
interface WholePage {
  readonly title: string;
  readonly script: string;
  readonly style: string;
  /** JSON text. */
  readonly data: string;
  /** Content security policy. */
  readonly policy: string;
}

/** A page in one file, which loads nothing. */
export function wholePage({ title, script, style, data, policy }: WholePage): string {
  return `${HEAD}
<meta http-equiv="content-security-policy" content="${escaped(policy)}">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body><div id="app"></div><noscript>This page needs JavaScript.</noscript>
<script type="application/json" id="jbt-data">${embeddable(data)}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

/** Text as it may stand in markup and in attributes. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** JSON that ends no script element, whatever texts it holds. */
function embeddable(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
