/// <reference path="./libheif-js.d.ts" />
import { CaptureError } from '@faceward/spec'

/** Numbers of heif.h. */
export const HEIF = {
  colorspace: { rgb: 1, undefined: 99 },
  chroma: { interleavedRgb: 10, undefined: 99 },
  channel: { luma: 0, interleaved: 10 },
  representation: { uniformInverseZ: 0, uniformDisparity: 1, uniformZ: 2 },
} as const

export type Pointer = number

/** The exported C functions that are used. One that returns heif_error takes a place for it first. */
export interface LibHeif {
  readonly HEAPU8: Uint8Array
  _malloc(bytes: number): Pointer
  _free(at: Pointer): void
  _heif_context_alloc(): Pointer
  _heif_context_free(context: Pointer): void
  _heif_context_read_from_memory(
    error: Pointer,
    context: Pointer,
    bytes: Pointer,
    size: number,
    options: 0,
  ): void
  _heif_context_get_primary_image_handle(error: Pointer, context: Pointer, handle: Pointer): void
  _heif_image_handle_release(handle: Pointer): void
  _heif_image_handle_get_width(handle: Pointer): number
  _heif_image_handle_get_height(handle: Pointer): number
  _heif_image_handle_get_ispe_width(handle: Pointer): number
  _heif_image_handle_get_ispe_height(handle: Pointer): number
  _heif_image_handle_get_item_id(handle: Pointer): number
  _heif_image_handle_get_number_of_depth_images(handle: Pointer): number
  _heif_image_handle_get_list_of_depth_image_IDs(handle: Pointer, ids: Pointer, count: number): number
  _heif_image_handle_get_depth_image_handle(error: Pointer, handle: Pointer, id: number, depth: Pointer): void
  _heif_image_handle_get_depth_image_representation_info(handle: Pointer, id: number, info: Pointer): number
  _heif_depth_representation_info_free(info: Pointer): void
  _heif_image_handle_get_number_of_metadata_blocks(handle: Pointer, type: 0): number
  _heif_image_handle_get_list_of_metadata_block_IDs(
    handle: Pointer,
    type: 0,
    ids: Pointer,
    count: number,
  ): number
  _heif_image_handle_get_metadata_size(handle: Pointer, id: number): number
  _heif_image_handle_get_metadata(error: Pointer, handle: Pointer, id: number, bytes: Pointer): void
  _heif_decode_image(
    error: Pointer,
    handle: Pointer,
    image: Pointer,
    colorspace: number,
    chroma: number,
    options: 0,
  ): void
  _heif_image_get_width(image: Pointer, channel: number): number
  _heif_image_get_height(image: Pointer, channel: number): number
  _heif_image_get_plane_readonly(image: Pointer, channel: number, stride: Pointer): Pointer
  _heif_image_release(image: Pointer): void
  _heif_item_get_properties_of_type(
    context: Pointer,
    item: number,
    type: number,
    ids: Pointer,
    count: number,
  ): number
  _heif_item_get_property_transform_rotation_ccw(context: Pointer, item: number, property: number): number
}

/** Loads libheif-js, which is LGPL and therefore yours to install. @throws CaptureError `library-missing` */
export async function loadLibHeif(): Promise<LibHeif> {
  try {
    const loaded: { readonly default?: unknown } = await import('libheif-js/wasm-bundle.js')
    return loaded.default as LibHeif
  } catch (cause) {
    throw new CaptureError('Reading HEIC needs libheif-js (LGPL-3.0): npm install libheif-js.', {
      code: 'library-missing',
      cause,
    })
  }
}
