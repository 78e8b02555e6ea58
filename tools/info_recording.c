#include "tools/info_recording.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "datasets/recording_raw.h"
#include "datasets/recordings.h"
#include "tools/recording_survey.h"
#include "tools/type_hints.h"

/* Of an amplitude. */
static double decibels(double amplitude)
{
    return 20 * log10(amplitude);
}

static json_t *captures_json(const phw_recording_meta *info)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < info->n_captures; ++i) {
        const phw_recording_capture *c = &info->captures[i];
        (void)json_array_append_new(
            rows, json_pack("{s:I,s:f,s:s}", "start", (json_int_t)c->start,
                            "carrier_hz", c->carrier_hz, "datetime", c->datetime));
    }
    return rows;
}

static json_t *annotations_json(const phw_recording_meta *info)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < info->n_annotations; ++i) {
        const phw_recording_annotation *a = &info->annotations[i];
        (void)json_array_append_new(
            rows,
            json_pack("{s:I,s:I,s:f,s:f,s:s?,s:s?}", "start", (json_int_t)a->start,
                      "count", (json_int_t)a->count, "low_hz", a->low_hz, "high_hz",
                      a->high_hz, "label", a->label, "comment", a->comment));
    }
    return rows;
}

static void add_metadata(phw_result *r, const phw_recording_meta *info)
{
    static const char *const hash[] = {"none", "unchecked", "good", "bad"};
    char type[PHW_SAMPLE_TYPE_NAME_SIZE];
    phw_sample_type_name(type, info->type);
    phw_result_text(r, "format", "format", info->format);
    phw_result_text(r, "datatype", "sample type", type);
    const bool has_rate = info->rate_hz > 0;
    phw_result_number(r, "rate_hz", has_rate ? "sample rate" : NULL, "Hz",
                      has_rate ? info->rate_hz : (double)NAN);
    phw_result_number(r, "carrier_hz", "centre frequency", "Hz",
                      info->carrier_hz > 0 ? info->carrier_hz : (double)NAN);
    phw_result_count(r, "n_channels", "channels", "", info->n_channels);
    phw_result_count(r, "n_samples", "samples", "", info->n_samples);
    phw_result_number(r, "duration_s", has_rate ? "duration" : NULL, "s",
                      has_rate ? (double)info->n_samples / info->rate_hz : (double)NAN);
    phw_result_text(r, "description", "description", info->description);
    phw_result_text(r, "author", "author", info->author);
    phw_result_text(r, "license", "licence", info->license);
    phw_result_text(r, "hardware", "hardware", info->hardware);
    phw_result_text(r, "recorder", "recorder", info->recorder);
    phw_result_text(r, "sha512", "SHA-512 check", hash[info->hash]);
}

static void add_level(phw_result *r, const phw_recording_level *level)
{
    phw_result_number(r, "dc_offset_i", "DC offset, in phase", "", level->dc_i);
    phw_result_number(r, "dc_offset_q", "DC offset, quadrature", "", level->dc_q);
    phw_result_number(r, "rms_dbfs", "rms level", "dBFS", decibels(level->rms));
    phw_result_number(r, "peak_dbfs", "peak of a component", "dBFS",
                      decibels(level->peak));
    phw_result_number(r, "clipped_share", "share of clipped samples", "",
                      level->clipped_share);
}

/* Lengths in seconds, or in samples where nobody tells the rate. */
static void add_bursts(phw_result *r, const phw_level_facts *f, double rate_hz)
{
    const double unit = rate_hz > 0 ? 1 / rate_hz : 1;
    const char *unit_name = rate_hz > 0 ? "s" : "samples";
    const bool some = f->n_bursts > 0;
    phw_result_number(r, "noise_floor_dbfs",
                      some ? "level between bursts" : "level without pauses", "dBFS",
                      f->floor > 0 ? 0.5 * decibels(f->floor) : (double)NAN);
    phw_result_count(r, "n_bursts", "bursts, 6 dB above", "", f->n_bursts);
    phw_result_number(r, "burst_dbfs", some ? "level of bursts" : NULL, "dBFS",
                      some ? 0.5 * decibels(f->burst_power) : (double)NAN);
    phw_result_number(r, "duty", some ? "share of time in bursts" : NULL, "", f->duty);
    phw_result_number(r, rate_hz > 0 ? "shortest_burst_s" : "shortest_burst_samples",
                      some ? "shortest burst" : NULL, unit_name,
                      some ? unit * f->shortest : (double)NAN);
    phw_result_number(r, rate_hz > 0 ? "median_burst_s" : "median_burst_samples",
                      some ? "median burst" : NULL, unit_name,
                      some ? unit * f->median : (double)NAN);
    phw_result_number(r, rate_hz > 0 ? "longest_burst_s" : "longest_burst_samples",
                      some ? "longest burst" : NULL, unit_name,
                      some ? unit * f->longest : (double)NAN);
    phw_result_count(r, "window_samples", NULL, "samples", f->window);
}

static void add_spectrum(phw_result *r, const phw_spectrum_facts *f, double rate_hz)
{
    const bool known = f->n_blocks > 0 && rate_hz > 0;
    const bool some = known && f->high > f->low;
    phw_result_number(r, "occupied_share",
                      f->n_blocks > 0 ? "share of spectrum occupied" : NULL, "",
                      f->n_blocks > 0 ? f->occupied : (double)NAN);
    phw_result_number(r, "occupied_low_hz", some ? "occupied from" : NULL, "Hz",
                      some ? f->low * rate_hz : (double)NAN);
    phw_result_number(r, "occupied_high_hz", some ? "occupied to" : NULL, "Hz",
                      some ? f->high * rate_hz : (double)NAN);
    phw_result_number(r, "strongest_hz", known ? "strongest at" : NULL, "Hz",
                      known ? f->peak * rate_hz : (double)NAN);
    phw_result_number(
        r, "strongest_over_floor_db", known ? "above the spectrum's floor" : NULL, "dB",
        known && f->peak_over_floor > 0 ? 0.5 * decibels(f->peak_over_floor)
                                        : (double)NAN);
}

static void add_looks(phw_result *r, const phw_signal_looks *looks)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < looks->n; ++i) {
        const phw_signal_look *x = &looks->look[i];
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:o,s:s?}", "what", x->what, "count",
                            x->n > 0 ? json_integer((json_int_t)x->n) : json_null(),
                            "command", x->command));
    }
    phw_result_json(r, "looks_like", "looks like", rows);
}

static phw_status describe(phw_result *out, phw_sample_source *source,
                           phw_recording_pictures *pictures,
                           const phw_arguments *arguments)
{
    phw_recording_survey survey;
    PHW_TRY(phw_sample_source_verify(source));
    PHW_TRY(phw_recording_survey_read(&survey, source, pictures, arguments));
    const phw_recording_meta *info = phw_sample_source_info(source);
    add_metadata(out, info);
    phw_sample_source_report(source, out);
    add_level(out, &survey.level);
    add_bursts(out, &survey.bursts, info->rate_hz);
    add_spectrum(out, &survey.spectrum, info->rate_hz);
    add_looks(out, &survey.looks);
    phw_result_json(out, "captures", "captures", captures_json(info));
    phw_result_json(out, "annotations", "annotations", annotations_json(info));
    phw_result_text(out, "plot", "pictures in", phw_argument_text(arguments, "plot"));
    return PHW_OK;
}

static phw_status draw(phw_recording_pictures *pictures, const char *path)
{
    phw_outputs *outputs = calloc(1, sizeof *outputs);
    if (outputs == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the outputs");
    phw_status s = phw_recording_pictures_write(pictures, outputs, path);
    if (!s)
        s = phw_outputs_commit(outputs);
    phw_outputs_discard(outputs);
    free(outputs);
    return s;
}

static phw_status describe_and_draw(phw_result *out, phw_sample_source *source,
                                    const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "plot");
    const double rate_hz = phw_sample_source_info(source)->rate_hz;
    phw_recording_pictures *pictures = NULL;
    if (path == NULL)
        return describe(out, source, NULL, arguments);
    if (rate_hz == 0)
        return phw_fail(PHW_EARG, "--plot needs a sample rate: give --rate");
    PHW_TRY(phw_recording_pictures_create(&pictures, rate_hz));
    phw_status s = describe(out, source, pictures, arguments);
    if (!s)
        s = draw(pictures, path);
    phw_recording_pictures_destroy(pictures);
    return s;
}

/* A file of raw samples whose type neither name nor user tells. */
static bool lacks_type(const char *path, const phw_source_options *options)
{
    phw_sample_type unused;
    if (options->recording.type != NULL || access(path, R_OK) != 0 ||
        phw_raw_type_of_name(&unused, path) == PHW_OK)
        return false;
    size_t i = 0;
    while (!phw_recording_format_at(i)->matches(path))
        ++i;
    return phw_recording_format_at(i + 1) == NULL; /* the last takes anything */
}

/* The types that are plausible, or all, for a message. */
static void name_types(char *out, size_t size, const phw_type_hint *hint, size_t n)
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n && hint[i].plausible && at < size; ++i) {
        char name[PHW_SAMPLE_TYPE_NAME_SIZE];
        phw_sample_type_name(name, hint[i].type);
        const int put =
            snprintf(out + at, size - at, "%s%s", i > 0 ? " or " : "", name);
        at += put > 0 ? (size_t)put : 0;
    }
    if (n == 0 || !hint[0].plausible)
        (void)snprintf(out, size, "none");
}

/* Lists the choices, and refuses to make one. */
static phw_status refuse_type(phw_result *out, const char *path,
                              const phw_arguments *arguments)
{
    phw_type_hint hint[PHW_TYPE_HINTS_MAX];
    char plausible[128];
    const size_t n = phw_type_hints_read(hint, path);
    json_t *rows = json_array();
    for (size_t i = 0; i < n; ++i) {
        char name[PHW_SAMPLE_TYPE_NAME_SIZE];
        phw_sample_type_name(name, hint[i].type);
        const double rms = hint[i].rms_dbfs;
        (void)json_array_append_new(
            rows,
            json_pack("{s:s,s:b,s:o,s:s}", "type", name, "plausible", hint[i].plausible,
                      "rms_dbfs", isfinite(rms) ? json_real(rms) : json_null(), "why",
                      hint[i].why));
    }
    phw_result_json(out, "choices", "sample types to choose from", rows);
    PHW_TRY(phw_result_print(out, arguments));
    name_types(plausible, sizeof plausible, hint, n);
    return phw_fail(PHW_EINPUT,
                    "%s: the name does not tell the sample type, and none is guessed: "
                    "give --type; by the bytes, %s of the usual ones %s plausible",
                    path, plausible, n > 1 && hint[1].plausible ? "are" : "is");
}

phw_status phw_info_recording(phw_result *out, const char *path,
                              const phw_arguments *arguments)
{
    phw_source_options options;
    phw_sample_source *source = NULL;
    PHW_TRY(phw_source_from_arguments(&options, arguments));
    options.recording.any_rate = true;
    if (lacks_type(path, &options))
        return refuse_type(out, path, arguments);
    PHW_TRY(phw_sample_source_open(&source, path, &options));
    const phw_status s = describe_and_draw(out, source, arguments);
    phw_sample_source_close(source);
    return s == PHW_ESHORT ? phw_fail_within(s, "%s", path) : s;
}
