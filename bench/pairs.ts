/** Two sides measured in turns, so that whatever else the machine does falls on both. */

export const pairCount = 5

/** `rate`: how much was done in a second. The side prepares and clears up outside of what it measures. */
export type Side = (pair: number) => Promise<number>

export type Pairs = { readonly ours: readonly number[]; readonly peer: readonly number[]; readonly ratios: readonly number[] }

/** Ours ÷ peer, pair by pair; who goes first changes with each pair. `warm`: pairs that are run before and not counted. */
export const interleaved = async (
  ours: Side,
  peer: Side,
  { warm = 1, pairs = pairCount }: { readonly warm?: number; readonly pairs?: number } = {},
): Promise<Pairs> => {
  const found: { readonly ours: number; readonly peer: number }[] = []
  for (let pair = 0; pair < warm + pairs; pair += 1) {
    const measured = pair % 2 === 0 ? await inOrder(ours, peer, pair) : swapped(await inOrder(peer, ours, pair))
    if (pair >= warm) found.push({ ours: measured[0], peer: measured[1] })
  }
  return {
    ours: found.map((each) => each.ours),
    peer: found.map((each) => each.peer),
    ratios: found.map((each) => each.ours / each.peer),
  }
}

const inOrder = async (first: Side, second: Side, pair: number): Promise<readonly [number, number]> => {
  const one = await first(pair)
  return [one, await second(pair)]
}

const swapped = ([one, other]: readonly [number, number]): readonly [number, number] => [other, one]

/** How long an act takes, in milliseconds. */
export const timeOf = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await act()
  return performance.now() - start
}
