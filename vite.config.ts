import { cloudflare } from '@cloudflare/vite-plugin';
import { reactRouter } from '@react-router/dev/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [cloudflare({ viteEnvironment: { name: 'ssr' } }), tailwindcss(), reactRouter()],
  build: {
    // The Content-Security-Policy allows no data: fonts.
    assetsInlineLimit: 0,
    // Browsers that know light-dark(): web/app.css has one palette for both schemes.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
});
