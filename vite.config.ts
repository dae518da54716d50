import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console. Nothing is inlined: the server's policy lets scripts and styles come from files of this origin alone. */
export default defineConfig({
  root: join(import.meta.dirname, 'src', 'web'),
  base: '/',
  publicDir: false,
  plugins: [react()],
  build: { target: 'es2023', assetsInlineLimit: 0, emptyOutDir: true, reportCompressedSize: false, modulePreload: { polyfill: false } },
})
