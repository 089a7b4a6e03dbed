/** Minor versions of librealsense 2 that are looked for, newest first; 2.56 and 2.58 were tried. */
const MINORS = Array.from({ length: 13 }, (_, i) => 62 - i)

/** Under what names the vendor's library may lie on this system; the loader searches its own folders. */
export function libraryNames(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') {
    return [
      'C:\\Program Files\\RealSense SDK 2.0\\bin\\x64\\realsense2.dll',
      'C:\\Program Files (x86)\\Intel RealSense SDK 2.0\\bin\\x64\\realsense2.dll',
    ]
  }
  if (platform === 'darwin') {
    return ['/opt/homebrew/lib/librealsense2.dylib', '/usr/local/lib/librealsense2.dylib']
  }
  return [...MINORS.map((minor) => `librealsense2.so.2.${minor}`), 'librealsense2.so']
}
