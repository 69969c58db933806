// Builds the console into console/dist, which the server serves from its own address. Nothing may be
// loaded from another host: the build fails when a file asks for one.
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname

export default defineConfig({
  root: here,
  plugins: [react(), noOtherHosts()],
  build: {
    outDir: join(here, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The chart library is one lazily loaded chunk of this order; a warning about it says nothing.
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
  server: { port: 7710, proxy: { '/api': 'http://127.0.0.1:7700' } },
})

/** Tags, style urls and imports that would make a browser leave this host. */
const LEAVING =
  /(?:src|href)=["']https?:\/\/|@import\s+(?:url\()?["']?https?:|url\(["']?https?:|import\(["']https?:/

function noOtherHosts(): Plugin {
  return {
    name: 'no-other-hosts',
    generateBundle(_options, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        const text = file.type === 'chunk' ? file.code : String(file.source)
        const found = /\.(html|css|js)$/.test(name) ? LEAVING.exec(text) : null
        if (found) this.error(`${name} loads from another host: ${found[0]}`)
      }
    },
  }
}
