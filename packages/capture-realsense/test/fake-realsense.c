// A librealsense2 of one camera that does not exist, for tests: it answers the calls that this package makes, writes
// each of them to a log, and counts what is made and not given back. What it is to do stands in the environment when
// a context is made:
//   FAKE_RS_LOG      file the calls are appended to
//   FAKE_RS_FAIL     "name|type|message": the call of that name fails
//   FAKE_RS_DEVICES  how many cameras are connected (1)
//   FAKE_RS_FRAMES   how many sets of frames there are before it falls silent (endless)
//   FAKE_RS_UNPLUG   1: after the last one it is no longer in the list of devices
//   FAKE_RS_PACE_US  microseconds between two sets (2000)
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef WIDTH
#define WIDTH 64
#define HEIGHT 48
#endif
#define COLOR_STRIDE (WIDTH * 3 + 8)

typedef struct { char message[256]; int type; } rs2_error;
typedef struct { int width, height; float ppx, ppy, fx, fy; int model; float coeffs[5]; } rs2_intrinsics;
typedef struct { float rotation[9]; float translation[3]; } rs2_extrinsics;
typedef struct { int kind; int is_depth; int number; } object;
enum { CONTEXT, DEVICES, DEVICE, SENSORS, SENSOR, PIPELINE, CONFIG, PROFILE, STREAMS, FRAME, ERROR, KINDS };

static int made[KINDS], frames_sent, unreleased_frames_most, running;
static uint8_t color_pixels[COLOR_STRIDE * HEIGHT];
static uint16_t depth_counts[WIDTH * HEIGHT];
static object depth_stream = { STREAMS, 1, 0 }, color_stream = { STREAMS, 0, 0 };

static const char *setting(const char *name, const char *usual) {
  const char *value = getenv(name);
  return value && *value ? value : usual;
}

static void say(const char *text) {
  const char *path = getenv("FAKE_RS_LOG");
  if (!path) return;
  FILE *file = fopen(path, "a");
  fprintf(file, "%s\n", text);
  fclose(file);
}

static int failing(const char *name, rs2_error **error) {
  *error = NULL;
  const char *fail = setting("FAKE_RS_FAIL", "");
  size_t length = strlen(name);
  if (strncmp(fail, name, length) != 0 || fail[length] != '|') return 0;
  rs2_error *made_error = calloc(1, sizeof(rs2_error));
  made[ERROR]++;
  made_error->type = atoi(fail + length + 1);
  const char *message = strchr(fail + length + 1, '|');
  snprintf(made_error->message, sizeof made_error->message, "%s", message ? message + 1 : "failed");
  *error = made_error;
  return 1;
}

static object *make(int kind) {
  object *it = calloc(1, sizeof(object));
  it->kind = kind;
  made[kind]++;
  if (kind == FRAME && made[FRAME] > unreleased_frames_most) unreleased_frames_most = made[FRAME];
  return it;
}

// A handle of another kind than the function takes would end the process in the real library: so it does here.
static void drop(void *handle, int kind) {
  object *it = handle;
  if (it->kind != kind) { say("WRONG HANDLE"); abort(); }
  it->kind = -1;
  made[kind]--;
  free(it);
}

#define CALL(name) say(#name); if (failing(#name, error)) return
#define QUIET(name) if (failing(#name, error)) return

const char *rs2_get_error_message(rs2_error *e) { return e->message; }
int rs2_get_librealsense_exception_type(rs2_error *e) { return e->type; }
void rs2_free_error(rs2_error *e) { made[ERROR]--; free(e); }
int rs2_get_api_version(rs2_error **error) { QUIET(rs2_get_api_version) 0; return 25802; }

void *rs2_create_context(int version, rs2_error **error) {
  CALL(rs2_create_context) NULL;
  if (version != 25802) { say("WRONG VERSION"); abort(); }
  frames_sent = 0;
  return make(CONTEXT);
}

void rs2_delete_context(void *it) {
  char text[256];
  drop(it, CONTEXT);
  say("rs2_delete_context");
  snprintf(text, sizeof text, "left: %d devices, %d lists, %d sensors, %d pipelines, %d configs, %d profiles, %d frames, %d errors, running %d, most frames held %d",
    made[DEVICE], made[DEVICES] + made[SENSORS] + made[STREAMS], made[SENSOR], made[PIPELINE], made[CONFIG], made[PROFILE],
    made[FRAME], made[ERROR], running, unreleased_frames_most);
  say(text);
}

void *rs2_query_devices(void *context, rs2_error **error) { QUIET(rs2_query_devices) NULL; return make(DEVICES); }
int rs2_get_device_count(void *list, rs2_error **error) { QUIET(rs2_get_device_count) 0; return atoi(setting("FAKE_RS_DEVICES", "1")); }
void *rs2_create_device(void *list, int index, rs2_error **error) { QUIET(rs2_create_device) NULL; return make(DEVICE); }
int rs2_device_list_contains(void *list, void *device, rs2_error **error) {
  QUIET(rs2_device_list_contains) 0;
  return !(getenv("FAKE_RS_UNPLUG") && frames_sent >= atoi(setting("FAKE_RS_FRAMES", "1000000")));
}
void rs2_delete_device_list(void *it) { drop(it, DEVICES); }
int rs2_supports_device_info(void *device, int info, rs2_error **error) { QUIET(rs2_supports_device_info) 0; return info <= 1 || info >= 9; }
const char *rs2_get_device_info(void *device, int info, rs2_error **error) {
  QUIET(rs2_get_device_info) NULL;
  return info == 0 ? "Intel RealSense D435" : info == 1 ? "012345678901" : info == 9 ? "3.2" : "D400";
}
void rs2_delete_device(void *it) { drop(it, DEVICE); say("rs2_delete_device"); }

void *rs2_query_sensors(void *device, rs2_error **error) { QUIET(rs2_query_sensors) NULL; return make(SENSORS); }
int rs2_get_sensors_count(void *list, rs2_error **error) { QUIET(rs2_get_sensors_count) 0; return 2; }
void *rs2_create_sensor(void *list, int index, rs2_error **error) {
  QUIET(rs2_create_sensor) NULL;
  object *sensor = make(SENSOR);
  sensor->is_depth = index == 1;
  return sensor;
}
int rs2_is_sensor_extendable_to(void *sensor, int kind, rs2_error **error) { QUIET(rs2_is_sensor_extendable_to) 0; return kind == 7 && ((object *)sensor)->is_depth; }
int rs2_supports_option(void *sensor, int option, rs2_error **error) { QUIET(rs2_supports_option) 0; return option == 18; }
void rs2_set_option(void *sensor, int option, float value, rs2_error **error) {
  char text[64];
  snprintf(text, sizeof text, "rs2_set_option %d %g", option, value);
  say(text);
  failing("rs2_set_option", error);
}
void rs2_delete_sensor(void *it) { drop(it, SENSOR); }
void rs2_delete_sensor_list(void *it) { drop(it, SENSORS); }

void *rs2_create_pipeline(void *context, rs2_error **error) { CALL(rs2_create_pipeline) NULL; return make(PIPELINE); }
void *rs2_create_config(rs2_error **error) { CALL(rs2_create_config) NULL; return make(CONFIG); }
void rs2_config_enable_device(void *config, const char *serial, rs2_error **error) {
  char text[128];
  snprintf(text, sizeof text, "rs2_config_enable_device %s", serial);
  say(text);
  failing("rs2_config_enable_device", error);
}
void rs2_config_enable_stream(void *config, int stream, int index, int width, int height, int format, int rate, rs2_error **error) {
  char text[128];
  snprintf(text, sizeof text, "rs2_config_enable_stream %d %d %dx%d %d %d", stream, index, width, height, format, rate);
  say(text);
  failing("rs2_config_enable_stream", error);
}
void *rs2_pipeline_start_with_config(void *pipeline, void *config, rs2_error **error) {
  CALL(rs2_pipeline_start_with_config) NULL;
  running = 1;
  return make(PROFILE);
}
void rs2_pipeline_stop(void *pipeline, rs2_error **error) {
  say("rs2_pipeline_stop");
  running = 0;
  failing("rs2_pipeline_stop", error);
}
void rs2_delete_config(void *it) { drop(it, CONFIG); say("rs2_delete_config"); }
void rs2_delete_pipeline(void *it) { drop(it, PIPELINE); say("rs2_delete_pipeline"); }

void *rs2_pipeline_profile_get_device(void *profile, rs2_error **error) { QUIET(rs2_pipeline_profile_get_device) NULL; return make(DEVICE); }
void *rs2_pipeline_profile_get_streams(void *profile, rs2_error **error) { QUIET(rs2_pipeline_profile_get_streams) NULL; return make(STREAMS); }
int rs2_get_stream_profiles_count(void *list, rs2_error **error) { QUIET(rs2_get_stream_profiles_count) 0; return 2; }
void *rs2_get_stream_profile(void *list, int index, rs2_error **error) { QUIET(rs2_get_stream_profile) NULL; return index ? &color_stream : &depth_stream; }
void rs2_get_stream_profile_data(void *stream, int *kind, int *format, int *index, int *id, int *rate, rs2_error **error) {
  if (failing("rs2_get_stream_profile_data", error)) return;
  *kind = stream == &depth_stream ? 1 : 2;
  *format = *index = *id = *rate = 0;
}
void rs2_get_video_stream_intrinsics(void *stream, rs2_intrinsics *out, rs2_error **error) {
  if (failing("rs2_get_video_stream_intrinsics", error)) return;
  rs2_intrinsics depth = { WIDTH, HEIGHT, 31.25f, 23.5f, 40, 41, 4, { 0 } };
  rs2_intrinsics color = { WIDTH, HEIGHT, 32.5f, 24.25f, 60, 61, 2, { 0.1f, 0, 0, 0, 0 } };
  *out = stream == &depth_stream ? depth : color;
}
void rs2_get_extrinsics(void *from, void *to, rs2_extrinsics *out, rs2_error **error) {
  if (failing("rs2_get_extrinsics", error)) return;
  rs2_extrinsics place = { { 0, 1, 0, -1, 0, 0, 0, 0, 1 }, { 0.015f, 0, 0 } };
  *out = place;
}
void rs2_delete_stream_profiles_list(void *it) { drop(it, STREAMS); }
void rs2_delete_pipeline_profile(void *it) { drop(it, PROFILE); say("rs2_delete_pipeline_profile"); }

int rs2_pipeline_try_wait_for_frames(void *pipeline, void **out, unsigned milliseconds, rs2_error **error) {
  int most = atoi(setting("FAKE_RS_FRAMES", "1000000"));
  *error = NULL;
  if (frames_sent == most && failing("rs2_pipeline_try_wait_for_frames", error)) return 0;
  // The pool of the real library: who holds more sets than it has gets no further ones.
  if (frames_sent >= most || made[FRAME] >= 15) { usleep(milliseconds * 1000); return 0; }
  usleep(atoi(setting("FAKE_RS_PACE_US", "2000")));
  object *set = make(FRAME);
  set->number = ++frames_sent;
  *out = set;
  return 1;
}
int rs2_embedded_frames_count(void *set, rs2_error **error) { QUIET(rs2_embedded_frames_count) 0; return 2; }
void *rs2_extract_frame(void *set, int index, rs2_error **error) {
  QUIET(rs2_extract_frame) NULL;
  object *frame = make(FRAME);
  frame->is_depth = index == 0;
  frame->number = ((object *)set)->number;
  return frame;
}
int rs2_is_frame_extendable_to(void *frame, int kind, rs2_error **error) { QUIET(rs2_is_frame_extendable_to) 0; return kind == 12 && ((object *)frame)->is_depth; }
int rs2_get_frame_width(void *frame, rs2_error **error) { QUIET(rs2_get_frame_width) 0; return WIDTH; }
int rs2_get_frame_height(void *frame, rs2_error **error) { QUIET(rs2_get_frame_height) 0; return HEIGHT; }
int rs2_get_frame_stride_in_bytes(void *frame, rs2_error **error) { QUIET(rs2_get_frame_stride_in_bytes) 0; return ((object *)frame)->is_depth ? WIDTH * 2 : COLOR_STRIDE; }
double rs2_get_frame_timestamp(void *frame, rs2_error **error) { QUIET(rs2_get_frame_timestamp) 0; return 1000 + ((object *)frame)->number * 33.25 + ((object *)frame)->is_depth; }
int rs2_get_frame_timestamp_domain(void *frame, rs2_error **error) { QUIET(rs2_get_frame_timestamp_domain) 0; return 2; }
unsigned long long rs2_get_frame_number(void *frame, rs2_error **error) { QUIET(rs2_get_frame_number) 0; return 5000000000ULL + ((object *)frame)->number; }
float rs2_depth_frame_get_units(void *frame, rs2_error **error) { QUIET(rs2_depth_frame_get_units) 0; return 0.001f; }
int rs2_get_frame_data_size(void *frame, rs2_error **error) { QUIET(rs2_get_frame_data_size) 0; return ((object *)frame)->is_depth ? sizeof depth_counts : sizeof color_pixels; }
// One memory for all frames, as the pool of the real library: who keeps a view sees it change.
const void *rs2_get_frame_data(void *frame, rs2_error **error) {
  QUIET(rs2_get_frame_data) NULL;
  object *it = frame;
  for (int i = 0; i < WIDTH * HEIGHT; i++) depth_counts[i] = 400 + it->number;
  memset(color_pixels, 255, sizeof color_pixels);
  for (int y = 0; y < HEIGHT; y++) memset(color_pixels + y * COLOR_STRIDE, it->number & 127, WIDTH * 3);
  return it->is_depth ? (void *)depth_counts : (void *)color_pixels;
}
void rs2_release_frame(void *it) { drop(it, FRAME); }
