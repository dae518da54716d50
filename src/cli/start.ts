/** `mandate start`: from a data folder, or from nothing, to a page that answers. */
import type { Instant } from '../domain/ids.ts'
import { instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { readInstant, writeInstant } from '../domain/time.ts'
import { sentenceOf } from '../words/catalogue.ts'
import { ensureBuilt } from './built.ts'
import type { Command, Io } from './command.ts'
import { readConfig } from './config.ts'
import { clearRunning, makeDataFolder, readRunning, writeRunning } from './data-folder.ts'
import { demoTrouble, fillDemo } from './demo.ts'
import { openHouse } from './open-house.ts'
import { beforeUpgrade } from './upgrade.ts'
import { serve, shippedTemplates } from './serve.ts'

export const start: Command = {
  name: 'start',
  summary: 'serve on http://localhost:8400',
  usage: './mandate start [--demo] [--clock INSTANT] [--port NUMBER] [--data DIR] [--no-build]',
  run: async (words, io) => {
    const config = readConfig(words)
    const wish = isRefusal(config) ? config : readWish(config.rest, { demo: false, clock: null, port: config.port, build: true })
    if (isRefusal(config)) return refuse(io, config)
    if (isRefusal(wish)) return refuse(io, wish)
    const running = readRunning(config.folder)
    if (running !== null) return refuse(io, { refused: 'already_running', folder: config.folder, port: running.port, pid: running.pid })

    const unwritable = makeDataFolder(config.folder)
    if (unwritable !== null) return refuse(io, unwritable)

    const say = (line: string): void => io.out(line)
    if (wish.build) await ensureBuilt(say)
    say('Database and keys …')
    const open = await openHouse(config, { clock: wish.clock, say, beforeUpgrade })
    if (isRefusal(open)) return refuse(io, open)
    const serving = await serve(config, open, { port: wish.port, say })
    if (isRefusal(serving)) {
      await open.close()
      return refuse(io, serving)
    }
    // Before anybody is told where this process is: whoever reads it may ask it to stop at once.
    const stopped = untilStopped()
    writeRunning(config.folder, serving.port, instant(Date.now()))
    if (wish.demo) {
      const trouble = await fillDemo(open.house, {
        origin: `http://localhost:${serving.port}`,
        templates: shippedTemplates(),
        setupCode: serving.setupCode,
        say,
      })
      if (trouble !== null) io.err(demoTrouble(trouble))
    }
    greet(io, serving.port, wish.demo ? null : serving.setupCode, open.clock?.now() ?? null, serving.inbox)
    await stopped
    say('Stopping …')
    await serving.stop()
    await open.close()
    clearRunning(config.folder)
    return 0
  },
}

type Wish = { readonly demo: boolean; readonly clock: Instant | null; readonly port: number; readonly build: boolean }

const readWish = (words: readonly string[], wish: Wish): Wish | Refusal => {
  const [word, value, ...rest] = words
  if (word === undefined) return wish
  if (word === '--demo') return readWish(words.slice(1), { ...wish, demo: true })
  // Serves what was built before, or no console: for machines that only hold the program.
  if (word === '--no-build') return readWish(words.slice(1), { ...wish, build: false })
  if (word === '--clock') {
    const clock = readInstant(value ?? '')
    return isRefusal(clock) ? clock : readWish(rest, { ...wish, clock })
  }
  if (word === '--port') {
    const port = Number(value)
    return Number.isInteger(port) && port > 0 && port < 65_536
      ? readWish(rest, { ...wish, port })
      : { refused: 'port_unreadable', found: value ?? '' }
  }
  return { refused: 'start_word_unknown', word }
}

const greet = (io: Io, port: number, setupCode: string | null, simulated: Instant | null, inbox: boolean): void => {
  io.out('')
  io.out(`Mandate answers on http://localhost:${port}`)
  if (setupCode !== null) io.out(`First start: open http://localhost:${port}/setup and give the code ${setupCode}`)
  if (simulated !== null)
    io.out(`The clock is SIMULATED and stands at ${writeInstant(simulated)}; move it with ./mandate clock "+90 days".`)
  if (inbox)
    io.out(
      `No mail server is set: mail goes to the DEVELOPMENT INBOX at http://localhost:${port}/inbox. Set MANDATE_SMTP_URL for real mail.`,
    )
  io.out('Stop it with Ctrl-C or ./mandate stop.')
}

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })

const refuse = (io: Io, refusal: Refusal): number => {
  io.err(sentenceOf(refusal))
  return 1
}
