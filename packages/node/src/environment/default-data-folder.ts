import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** What {@link defaultDataFolder} looks at; the running process by default. */
export interface DataFolderOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
  readonly home?: string
}

/**
 * The user's own folder for faceward's store and development key: `FACEWARD_HOME` where it is set, else
 * `$XDG_DATA_HOME/faceward` or `~/.local/share/faceward` (XDG Base Directory Specification),
 * `~/Library/Application Support/faceward` on macOS, `%LOCALAPPDATA%\faceward\data` on Windows. The folder is not made here.
 */
export function defaultDataFolder(options: DataFolderOptions = {}): string {
  const { environment = process.env, platform = process.platform, home = homedir() } = options
  if (environment['FACEWARD_HOME']) return resolve(environment['FACEWARD_HOME'])
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'faceward')
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'faceward', 'data')
  }
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'faceward')
}
