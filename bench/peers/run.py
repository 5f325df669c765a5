"""Plays the EMA cross of bench/strategies/cross.ts with other backtesters, over the same candles.

    npm run bench:peers [-- PEER... --python PYTHON --venvs FOLDER --json]

Each peer gets a virtual environment of its own with pinned requirements. One that cannot be installed is named, and has no
figure. Trades are compared with those of jbt by side, entry price and exit price; the table says how many are the same.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
WRITER = HERE.parents[1] / "dist/bench/processes/peers.js"
TIMEFRAMES = ("1h", "1m")
# The versions that the pinned requirements are made for.
PYTHONS = ("python3.12", "python3.13", "python3")
INSTALL_SECONDS = 900
PLAY_SECONDS = 600
DIGITS = 9

# What a peer does not do, beside what the count of equal trades shows.
PEERS = {
    "jesse": "nothing; its fast mode skips minutes that reach no order, as jbt does",
    "nautilus": "within a minute the nearer of high and low comes first; prices have nine decimals",
    "backtesting": "minutes within the bar: stops and targets are looked for in whole bars",
    "vectorbt": "minutes within the bar; orders: signals are columns, and no entry follows in the bar of an exit",
    "raptorbt": "minutes within the bar; no entry in the bar of an exit; its columns of signals are faster, but know one side",
}


def main():
    chosen = arguments()
    # Packages are many: the folder of a user is theirs to keep.
    work = Path(tempfile.mkdtemp(prefix="jbt-peers-"))
    venvs = Path(chosen.venvs).resolve() if chosen.venvs else work / "venvs"
    try:
        rows = [row for peer in chosen.peers or PEERS for row in rows_of(peer, chosen.python, venvs, work)]
    finally:
        shutil.rmtree(work)
    if chosen.json:
        print(json.dumps({"format": 1, "python": platform.python_version(), "rows": rows}, indent=2))
    else:
        print(table(rows))
    return 1 if any(row["missing"] for row in rows) else 0


def arguments():
    parser = argparse.ArgumentParser(description="Plays one strategy with jbt and other backtesters.")
    parser.add_argument("peers", nargs="*", metavar="PEER", help=", ".join(PEERS))
    parser.add_argument("--python", help="the Python of the environments, 3.12 or newer")
    parser.add_argument("--venvs", metavar="FOLDER", help="keeps the virtual environments for the next time")
    parser.add_argument("--json", action="store_true", help="prints one JSON document")
    chosen = parser.parse_args()
    for peer in chosen.peers:
        if peer not in PEERS:
            parser.error(f"no peer is named {peer}; there are {', '.join(PEERS)}")
    if not WRITER.exists():
        parser.error("dist/bench is missing: run npm run build first")
    return chosen


def write_candles(work):
    """Candles, and the trades of jbt with the milliseconds they took."""
    subprocess.run(["node", str(WRITER), str(work)], check=True)
    return json.loads((work / "jbt.json").read_text())


def rows_of(peer, base, venvs, work):
    try:
        python = install(peer, base, venvs)
    except (OSError, subprocess.SubprocessError) as error:
        return [missing(peer, timeframe, reason_of(error)) for timeframe in TIMEFRAMES]
    # Measured anew beside each peer: what else runs on a machine changes within minutes.
    own = write_candles(work)
    return [row_of(peer, python, timeframe, work, own[timeframe]) for timeframe in TIMEFRAMES]


def install(peer, base, venvs):
    """The Python of the peer's environment, which is made if it is not there."""
    folder = venvs / peer
    python = folder / "bin/python"
    done = folder / "installed"
    requirements = HERE / f"requirements-{peer}.txt"
    if done.exists() and done.read_text() == requirements.read_text():
        return python
    print(f"installs {peer} ...", file=sys.stderr)
    run([base or base_python(), "-m", "venv", str(folder)], INSTALL_SECONDS)
    run([str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements)], INSTALL_SECONDS)
    done.write_text(requirements.read_text())
    return python


def base_python():
    """A Python that starts: a name on the path may be a shim without a version behind it."""
    for name in PYTHONS:
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found
    raise OSError(f"no Python was found: {', '.join(PYTHONS)}")


def row_of(peer, python, timeframe, work, own):
    print(f"plays {peer} at {timeframe} ...", file=sys.stderr)
    try:
        output = run([str(python), str(HERE / f"play_{peer}.py"), str(work), timeframe], PLAY_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        return missing(peer, timeframe, reason_of(error))
    line = [line for line in output.splitlines() if line.startswith("ANSWER ")][-1]
    answer = json.loads(line.removeprefix("ANSWER "))
    median = statistics.median(answer["milliseconds"])
    same = same_trades(own["trades"], answer["trades"])
    return {
        "peer": peer,
        "version": answer["version"],
        "timeframe": timeframe,
        "milliseconds": median,
        "rounds": len(answer["milliseconds"]),
        "ownMilliseconds": own["milliseconds"],
        # Different work has no ratio.
        "ratio": median / own["milliseconds"] if same == len(own["trades"]) == len(answer["trades"]) else None,
        "trades": len(answer["trades"]),
        "same": same,
        "own": len(own["trades"]),
        "leavesOut": PEERS[peer],
        "missing": None,
    }


def same_trades(ours, theirs):
    """Trades that both sides made, by side, entry price and exit price."""
    keys = [Counter(tuple(float(f"{value:.{DIGITS}g}") for value in trade) for trade in side) for side in (ours, theirs)]
    return sum((keys[0] & keys[1]).values())


def missing(peer, timeframe, reason):
    return {"peer": peer, "timeframe": timeframe, "leavesOut": PEERS[peer], "missing": reason}


def run(command, seconds):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=seconds, env=environment
    ).stdout


def reason_of(error):
    """The last line that a failed command printed."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"took more than {error.timeout:.0f} s"
    lines = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
    return lines[-1] if lines else str(error)


def table(rows):
    lines = ["| peer | bars | a year, median | jbt | times jbt | same trades | leaves out |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        if row["missing"]:
            cells = [row["peer"], row["timeframe"], f"not run: {row['missing']}", "-", "-", "-"]
        else:
            figures, jbt = f"{row['milliseconds']:,.1f} ms", f"{row['ownMilliseconds']:,.1f} ms"
            ratio = f"{row['ratio']:,.1f}" if row["ratio"] else "-"
            same = f"{row['same']} of {row['own']}, {row['trades'] - row['same']} others"
            cells = [f"{row['peer']} {row['version']}", row["timeframe"], figures, jbt, ratio, same]
        lines.append(f"| {' | '.join([*cells, row['leavesOut']])} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
