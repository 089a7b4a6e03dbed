import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

/** What {@link defaultCacheFolder} looks at; the running process by default. */
export interface CacheFolderOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
  readonly home?: string
}

/**
 * The user's own folder for model files, which may be deleted at any time: `FACEWARD_CACHE` where it is set, else
 * `$XDG_CACHE_HOME/faceward` or `~/.cache/faceward` (XDG Base Directory Specification),
 * `~/Library/Caches/faceward` on macOS, `%LOCALAPPDATA%\faceward\cache` on Windows. The folder is not made here.
 */
export function defaultCacheFolder(options: CacheFolderOptions = {}): string {
  const { environment = process.env, platform = process.platform, home = homedir() } = options
  if (environment['FACEWARD_CACHE']) return resolve(environment['FACEWARD_CACHE'])
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'faceward')
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'faceward', 'cache')
  }
  const xdg = environment['XDG_CACHE_HOME']
  // The specification has relative paths ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'faceward')
}
