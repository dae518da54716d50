import type { TestContext } from 'node:test'

type Step = () => unknown

const stacks = new WeakMap<TestContext, Step[]>()

/** Runs at the end of a test, last first: a server is stopped before the folder that was made for it goes. `t.after` alone runs first first. */
export const atEnd = (t: TestContext, step: Step): void => {
  const known = stacks.get(t)
  if (known !== undefined) {
    known.push(step)
    return
  }
  const stack = [step]
  stacks.set(t, stack)
  t.after(async () => {
    for (const each of stack.toReversed()) await each()
  })
}
