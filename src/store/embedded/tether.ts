import { spawn } from 'node:child_process'
import type { ServerUser } from './user.ts'

/** What to do with the server when this process ends without having stopped it. */
export type AtEnd = { readonly signal: 'INT' | 'QUIT'; readonly remove: string | null }

/** Cut: the server was stopped in order and needs no watching any more. */
export type Tether = { cut(): void }

// `read` comes back when the other end of its pipe closes, and the kernel closes it however this process dies. `cut` kills the shell itself.
const script = [
  "trap '' INT TERM HUP",
  'read -r _',
  'kill -"$2" "$1" 2>/dev/null',
  '[ -n "$3" ] || exit 0',
  'while kill -0 "$1" 2>/dev/null; do sleep 0.05; done',
  'rm -rf "$3"',
].join('\n')

/**
 * Ties a server to the life of this process. A process that dies by `kill -9` runs no handler of its own, so a shell of three lines holds the
 * other end of a pipe and stops the server when the pipe closes.
 */
export const tie = (pid: number, user: ServerUser, atEnd: AtEnd): Tether => {
  const shell = spawn('/bin/sh', ['-c', script, 'sh', String(pid), atEnd.signal, atEnd.remove ?? ''], {
    ...user.spawn,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.unref()
  // A pipe of a child process is a socket here, and only a socket can be told not to keep this process alive.
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref()
  shell.stdin.on('error', () => undefined)
  return { cut: () => void shell.kill('SIGKILL') }
}
