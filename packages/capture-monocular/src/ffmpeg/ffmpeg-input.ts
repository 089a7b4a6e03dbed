/** What ffmpeg opens. */
export type FfmpegInput =
  /** A video or a picture. Its frames are marked `recorded`: they were live once at best. */
  | { readonly kind: 'file'; readonly path: string }
  /** A live camera: a device of ffmpeg's input driver, `v4l2` unless told (`avfoundation`, `dshow`). */
  | { readonly kind: 'camera'; readonly device: string; readonly driver?: string }
