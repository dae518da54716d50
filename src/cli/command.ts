/** What a command prints to. Handed in, so that tests read what a person would read. */
export interface Io {
  out(text: string): void
  err(text: string): void
}

/** One word after `./mandate`. `run` answers the exit status: 0 it is so, 1 it is not so, 2 the words of the call are off. */
export interface Command {
  readonly name: string
  readonly summary: string
  readonly usage: string
  run(words: readonly string[], io: Io): Promise<number>
}
