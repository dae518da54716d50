import { processEnded } from '../store/embedded/process.ts'
import { stopLeftover } from '../store/embedded.ts'
import { isRefusal } from '../domain/refusal.ts'
import type { Command, Io } from './command.ts'
import { chooseDataFolder, readRunning, type Environment, type Running } from './data-folder.ts'
import { groundSentence } from './ground-sentence.ts'

/** A server finishes the requests it has begun; this is how long that may take. */
const patience = 60_000

/** `./mandate stop`: ends the server of a data folder, and a database server that an earlier one left behind. */
export const stopCommand = (environment: Environment): Command => ({
  name: 'stop',
  summary: 'stop the server that runs on a data folder',
  usage: './mandate stop [--data DIR]',
  run: async (words, io) => {
    const chosen = chooseDataFolder(words, environment)
    if (isRefusal(chosen)) return refuse(io, groundSentence(chosen))
    const running = readRunning(chosen.folder)
    if (running !== null) return stopServer(running, chosen.folder, io)
    const leftover = await stopLeftover(chosen.folder)
    io.out(
      leftover === 'orphan stopped'
        ? `No server ran on ${chosen.folder}, but its database was still there; it was stopped.`
        : `No server runs on ${chosen.folder}.`,
    )
    return 0
  },
})

const stopServer = async (running: Running, folder: string, io: Io): Promise<number> => {
  const { pid, port } = running
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    const foreign = error instanceof Error && 'code' in error && error.code === 'EPERM'
    if (foreign) return refuse(io, groundSentence({ refused: 'stop_not_ours', pid }))
  }
  if (!(await processEnded(pid, patience))) {
    return refuse(io, groundSentence({ refused: 'stop_took_too_long', pid, seconds: patience / 1_000 }))
  }
  io.out(`Stopped: process ${pid}, which served ${folder} on port ${port}.`)
  return 0
}

const refuse = (io: Io, sentence: string): number => {
  io.err(sentence)
  return 2
}
