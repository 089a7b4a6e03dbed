import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { defaultDataFolder } from './default-data-folder.js'

it('is the folder the operating system has for a user’s data, unless told otherwise', () => {
  const home = '/home/ada'
  expect(defaultDataFolder({ environment: {}, platform: 'linux', home })).toBe(
    '/home/ada/.local/share/faceward',
  )
  const xdg = { XDG_DATA_HOME: '/data' }
  expect(defaultDataFolder({ environment: xdg, platform: 'linux', home })).toBe('/data/faceward')
  expect(defaultDataFolder({ environment: {}, platform: 'darwin', home })).toBe(
    '/home/ada/Library/Application Support/faceward',
  )
  const windows = { LOCALAPPDATA: 'C:/Local' }
  expect(defaultDataFolder({ environment: windows, platform: 'win32', home })).toBe('C:/Local/faceward/data')
  const told = { ...xdg, FACEWARD_HOME: 'relative/home' }
  expect(defaultDataFolder({ environment: told, platform: 'linux', home })).toBe(resolve('relative/home'))
})
