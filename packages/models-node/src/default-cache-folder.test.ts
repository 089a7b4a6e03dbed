import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { type CacheFolderOptions, defaultCacheFolder } from './default-cache-folder.js'

const home = '/home/ada'

it.each<[string, CacheFolderOptions, string]>([
  ['XDG default', { environment: {}, platform: 'linux', home }, '/home/ada/.cache/faceward'],
  ['XDG folder', { environment: { XDG_CACHE_HOME: '/c' }, platform: 'linux', home }, '/c/faceward'],
  [
    'relative XDG',
    { environment: { XDG_CACHE_HOME: 'c' }, platform: 'linux', home },
    '/home/ada/.cache/faceward',
  ],
  ['macOS', { environment: {}, platform: 'darwin', home }, '/home/ada/Library/Caches/faceward'],
  [
    'Windows',
    { environment: { LOCALAPPDATA: 'C:/Local' }, platform: 'win32', home },
    'C:/Local/faceward/cache',
  ],
  ['Windows bare', { environment: {}, platform: 'win32', home }, '/home/ada/AppData/Local/faceward/cache'],
])('is the folder the operating system has for caches: %s', (_, options, folder) => {
  expect(defaultCacheFolder(options)).toBe(folder)
})

it.each(['linux', 'darwin', 'win32'] as const)('is what FACEWARD_CACHE says on %s', (platform) => {
  const environment = { FACEWARD_CACHE: 'models', XDG_CACHE_HOME: '/c' }
  expect(defaultCacheFolder({ environment, platform, home })).toBe(resolve('models'))
})
