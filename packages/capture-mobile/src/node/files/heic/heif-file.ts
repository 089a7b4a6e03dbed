import { malformedRecording } from '../recording-file.js'
import type { LibHeif, Pointer } from './heif-library.js'

/** One of a file's pictures. */
export type HeifHandle = Pointer

/** Samples of a channel, without row padding. */
export interface HeifPlane {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** What a file says of the range of its depth: inverse metres or metres, by `type`. */
export interface HeifDepthRange {
  readonly type: number
  readonly zNear?: number
  readonly zFar?: number
  readonly disparityMin?: number
  readonly disparityMax?: number
}

/** A file in libheif, with its memory in order: everything is given back by `close`. */
export interface HeifFile {
  readonly primary: HeifHandle
  size(handle: HeifHandle): { readonly width: number; readonly height: number }
  /** Size of the stored rows, before they are turned. */
  storedSize(handle: HeifHandle): { readonly width: number; readonly height: number }
  /** Degrees counter-clockwise by which the stored rows are turned. */
  rotation(handle: HeifHandle): number
  depth(): { readonly handle: HeifHandle; readonly range: HeifDepthRange | undefined } | undefined
  /** All metadata of an item as text. */
  metadata(handle: HeifHandle): string
  decode(
    handle: HeifHandle,
    to: {
      readonly colorspace: number
      readonly chroma: number
      readonly channel: number
      readonly bytes: number
    },
  ): HeifPlane
  close(): void
}

const IROT = 0x69726f74
const MOST_METADATA_BYTES = 1024 * 1024

/** @throws CaptureError `malformed-recording` when libheif cannot read it. */
export function openHeif(library: LibHeif, bytes: Uint8Array): HeifFile {
  const heap: Pointer[] = []
  const handles: HeifHandle[] = []
  const alloc = (size: number): Pointer => {
    const at = library._malloc(size)
    heap.push(at)
    return at
  }
  // The heap moves when it grows.
  const view = () => new DataView(library.HEAPU8.buffer)
  const error = alloc(16)
  const out = alloc(8)
  const checked = (what: string) => {
    if (view().getInt32(error, true) !== 0) throw malformedRecording(`${what} cannot be read`)
    return view().getUint32(out, true)
  }
  const context = library._heif_context_alloc()
  function close(): void {
    for (const handle of handles.splice(0)) library._heif_image_handle_release(handle)
    library._heif_context_free(context)
    for (const at of heap.splice(0)) library._free(at)
  }
  function handleOf(what: string): HeifHandle {
    const handle = checked(what)
    handles.push(handle)
    return handle
  }
  try {
    const content = alloc(bytes.length)
    library.HEAPU8.set(bytes, content)
    library._heif_context_read_from_memory(error, context, content, bytes.length, 0)
    checked('the file')
    library._heif_context_get_primary_image_handle(error, context, out)
    const primary = handleOf('its picture')
    return {
      primary,
      close,
      size: (handle) => ({
        width: library._heif_image_handle_get_width(handle),
        height: library._heif_image_handle_get_height(handle),
      }),
      storedSize: (handle) => ({
        width: library._heif_image_handle_get_ispe_width(handle),
        height: library._heif_image_handle_get_ispe_height(handle),
      }),
      rotation(handle) {
        const item = library._heif_image_handle_get_item_id(handle)
        if (library._heif_item_get_properties_of_type(context, item, IROT, out, 1) === 0) return 0
        const property = view().getUint32(out, true)
        return library._heif_item_get_property_transform_rotation_ccw(context, item, property)
      },
      depth() {
        if (library._heif_image_handle_get_number_of_depth_images(primary) === 0) return undefined
        library._heif_image_handle_get_list_of_depth_image_IDs(primary, out, 1)
        const id = view().getUint32(out, true)
        library._heif_image_handle_get_depth_image_handle(error, primary, id, out)
        const handle = handleOf('its depth')
        // Files differ in which of the two it is asked of.
        return { handle, range: rangeOf(handle, id) ?? rangeOf(primary, id) }
      },
      metadata(handle) {
        const count = Math.min(8, library._heif_image_handle_get_number_of_metadata_blocks(handle, 0))
        const ids = alloc(4 * 8)
        library._heif_image_handle_get_list_of_metadata_block_IDs(handle, 0, ids, count)
        return Array.from({ length: count }, (_, i) => {
          const id = view().getUint32(ids + 4 * i, true)
          const size = library._heif_image_handle_get_metadata_size(handle, id)
          if (size > MOST_METADATA_BYTES) throw malformedRecording('its metadata is too large')
          const at = alloc(size)
          library._heif_image_handle_get_metadata(error, handle, id, at)
          checked('its metadata')
          return new TextDecoder().decode(library.HEAPU8.slice(at, at + size))
        }).join('\n')
      },
      decode(handle, { colorspace, chroma, channel, bytes: bytesPerPixel }) {
        library._heif_decode_image(error, handle, out, colorspace, chroma, 0)
        const image = checked('its pixels')
        try {
          const width = library._heif_image_get_width(image, channel)
          const height = library._heif_image_get_height(image, channel)
          const plane = library._heif_image_get_plane_readonly(image, channel, out)
          const stride = view().getUint32(out, true)
          if (plane === 0 || width <= 0 || height <= 0) throw malformedRecording('its pixels are missing')
          const data = new Uint8Array(width * height * bytesPerPixel)
          for (let y = 0; y < height; y++) {
            const row = plane + y * stride
            data.set(library.HEAPU8.subarray(row, row + width * bytesPerPixel), y * width * bytesPerPixel)
          }
          return { width, height, data }
        } finally {
          library._heif_image_release(image)
        }
      },
    }
  } catch (failure) {
    close()
    throw failure
  }

  function rangeOf(handle: HeifHandle, id: number): HeifDepthRange | undefined {
    if (library._heif_image_handle_get_depth_image_representation_info(handle, id, out) === 0)
      return undefined
    const at = view().getUint32(out, true)
    const info = view()
    // version, four flags, padding to 8, z near, z far, d min, d max, type.
    const given = (flag: number) =>
      info.getUint8(at + 1 + flag) === 0 ? undefined : info.getFloat64(at + 8 * (flag + 1), true)
    const [zNear, zFar, disparityMin, disparityMax] = [0, 1, 2, 3].map(given)
    const type = info.getInt32(at + 40, true)
    library._heif_depth_representation_info_free(at)
    return {
      type,
      ...(zNear === undefined ? {} : { zNear }),
      ...(zFar === undefined ? {} : { zFar }),
      ...(disparityMin === undefined ? {} : { disparityMin }),
      ...(disparityMax === undefined ? {} : { disparityMax }),
    }
  }
}
