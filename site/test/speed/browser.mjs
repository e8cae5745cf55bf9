// Chromium for measurements: CHROMIUM names the program. With vulkan it starts as a machine with a GPU and without a
// display wants it, by Vulkan alone; VK_DRIVER_FILES may have to name the driver's own ICD file. Without it the GPU is a
// program. more are further flags.

import { chromium } from 'playwright-core';

const real = ['--headless=new', '--use-vulkan=native', '--enable-features=Vulkan', '--use-angle=vulkan', '--ignore-gpu-blocklist', '--disable-vulkan-surface'];
const program = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--use-webgpu-adapter=swiftshader'];

export const launch = ({ vulkan = false, more = [] } = {}) => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  ...(vulkan && { headless: false }), // or playwright says --headless of its own
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--enable-unsafe-webgpu',
    ...(vulkan ? real : program), ...more],
});
