/** Numbers from 0 to 1 that look random, the same ones every time. */
export function* drawn(): Generator<number, never> {
  let state = 20_231;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}
