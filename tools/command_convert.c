#include "tools/command_convert.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/signal.h"
#include "tools/progress.h"
#include "tools/recording_output.h"
#include "tools/result.h"
#include "tools/sample_source.h"
#include "tools/trace_convert.h"

/* Samples at a time: 512 KiB fit the second-level cache. */
#define BLOCK 65536

static void scale_block(phw_cf *sample, size_t n, float factor)
{
    for (size_t i = 0; i < n; ++i)
        sample[i] *= factor;
}

static phw_status copy(phw_recording_output *to, phw_sample_source *from,
                       const phw_arguments *arguments)
{
    const float factor = (float)phw_argument_number(arguments, "scale");
    phw_cf *block = NULL;
    PHW_TRY(phw_array_alloc(&block, BLOCK, sizeof *block));
    phw_progress bar;
    phw_progress_start(&bar, "converting", phw_sample_source_total(from), arguments);
    double done = 0;
    size_t n = 0;
    phw_status s = PHW_OK;
    do {
        s = phw_sample_source_read(from, block, BLOCK, &n);
        if (!s && factor != 1.0F)
            scale_block(block, n, factor);
        if (!s)
            s = phw_recording_output_push(to, block, n);
        done += (double)n;
        phw_progress_show(&bar, done);
    } while (!s && n > 0);
    phw_progress_end(&bar);
    free(block);
    if (!s && done == 0)
        return phw_fail(PHW_EINPUT,
                        "%s: ended before its first sample; expected samples, and "
                        "nothing is written without",
                        phw_argument_positional(arguments, 0));
    return s;
}

static void say(json_t *list, bool lost, const char *what)
{
    if (lost)
        (void)json_array_append_new(list, json_string(what));
}

/* Samples are of single precision between the two files. */
static bool is_fine(phw_sample_type type)
{
    return type.component == PHW_COMPONENT_F64 || type.component == PHW_COMPONENT_I32 ||
           type.component == PHW_COMPONENT_U32;
}

/* Whether a part of the source, or a note of nothing in it, leaves some behind. */
static bool ends_before_notes(const phw_recording_meta *from)
{
    bool lost = from->n_ignored_annotations > 0 || from->n_ignored_captures > 0;
    for (size_t i = 0; i < from->n_annotations; ++i)
        lost = lost || from->annotations[i].start >= from->n_samples;
    for (size_t i = 0; i < from->n_captures; ++i)
        lost = lost || from->captures[i].start >= from->n_samples;
    return lost;
}

/* What is known of the source and not told by the new form. */
static json_t *lost_json(const phw_recording_output *o, const phw_recording_meta *from)
{
    json_t *list = json_array();
    const char *form = phw_recording_output_form(o);
    const bool raw = strcmp(form, "raw") == 0;
    const double carrier = from->carrier_hz;
    const bool wav_tells =
        carrier >= 1 && carrier <= UINT32_MAX && carrier == floor(carrier);
    say(list, from->n_channels > 1, "the other channels");
    say(list, is_fine(from->type), "digits beyond single precision");
    say(list, ends_before_notes(from), "captures or annotations past the end");
    if (strcmp(form, "sigmf") == 0)
        return list;
    say(list, raw && from->rate_hz > 0, "sample rate");
    say(list, carrier != 0 && (raw || !wav_tells), "centre frequency");
    say(list, from->n_captures > 1, "captures");
    say(list, from->n_annotations > 0, "annotations");
    say(list, from->metadata != NULL, "other metadata");
    return list;
}

/* The same in one line, NULL for nothing. */
static const char *join(char *out, size_t size, const json_t *list)
{
    size_t at = 0;
    for (size_t i = 0; i < json_array_size(list) && at < size; ++i) {
        const int put = snprintf(out + at, size - at, "%s%s", i > 0 ? ", " : "",
                                 json_string_value(json_array_get(list, i)));
        at += put > 0 ? (size_t)put : 0;
    }
    return json_array_size(list) > 0 ? out : NULL;
}

static void report(phw_result *r, const phw_recording_output *o,
                   const phw_sample_source *from, const phw_outputs *outputs)
{
    const phw_recording_meta *info = phw_sample_source_info(from);
    char type[2][PHW_SAMPLE_TYPE_NAME_SIZE];
    phw_sample_type_name(type[0], info->type);
    phw_sample_type_name(type[1], phw_recording_output_type(o));
    const uint64_t n_clipped = phw_recording_output_n_clipped(o);
    phw_result_text(r, "what", "what", "recording");
    phw_result_text(r, "from_format", "from", info->format);
    phw_result_text(r, "from_datatype", "of sample type", type[0]);
    phw_result_text(r, "format", "to", phw_recording_output_form(o));
    phw_result_text(r, "datatype", "of sample type", type[1]);
    phw_result_number(r, "rate_hz", info->rate_hz > 0 ? "sample rate" : NULL, "Hz",
                      info->rate_hz > 0 ? info->rate_hz : (double)NAN);
    phw_result_count(r, "n_samples", "samples", "", info->n_samples);
    phw_result_count(r, "n_clipped", "components out of the type's range", "",
                     n_clipped);
    phw_sample_source_report(from, r);
    json_t *lost = lost_json(o, info);
    char line[256];
    phw_result_text(r, "not_kept_text", "not kept", join(line, sizeof line, lost));
    phw_result_json(r, "not_kept", NULL, lost);
    phw_result_json(r, "outputs", "written", phw_outputs_list(outputs));
}

/* A recording named without its suffix is not seen as its files before it is open. */
static phw_status check_outputs(const phw_outputs *outputs,
                                const phw_recording_meta *from)
{
    struct stat in;
    struct stat out;
    if (from->data_path == NULL || stat(from->data_path, &in) != 0)
        return PHW_OK;
    for (size_t i = 0; i < outputs->n; ++i) {
        const char *path = phw_writer_path(outputs->writer[i]);
        if (stat(path, &out) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
            return phw_fail(
                PHW_EARG, "--output: %s would replace what is read; name another file",
                path);
    }
    return PHW_OK;
}

static phw_status convert_samples(phw_result *r, phw_outputs *outputs,
                                  phw_sample_source *from,
                                  const phw_arguments *arguments)
{
    const phw_recording_output_config config = {
        .path = phw_argument_text(arguments, "output"),
        .type = phw_argument_text(arguments, "to"),
        .from = phw_sample_source_info(from),
    };
    phw_recording_output *to = NULL;
    PHW_TRY(phw_recording_output_create(&to, outputs, &config));
    phw_status s = check_outputs(outputs, config.from);
    if (!s)
        s = phw_sample_source_verify(from);
    if (!s)
        s = copy(to, from, arguments);
    if (!s)
        s = phw_recording_output_finish(to);
    if (!s)
        report(r, to, from, outputs);
    phw_recording_output_destroy(to);
    return s;
}

static phw_status convert_recording(phw_result *r, phw_outputs *outputs,
                                    const phw_arguments *arguments)
{
    phw_source_options options;
    phw_sample_source *from = NULL;
    PHW_TRY(phw_source_from_arguments(&options, arguments));
    options.recording.any_rate = true;
    PHW_TRY(
        phw_sample_source_open(&from, phw_argument_positional(arguments, 0), &options));
    const phw_status s = convert_samples(r, outputs, from, arguments);
    phw_sample_source_close(from);
    return s;
}

static phw_status convert(phw_result *r, const phw_arguments *arguments)
{
    phw_outputs *outputs = calloc(1, sizeof *outputs);
    if (outputs == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the outputs");
    const char *to = phw_argument_text(arguments, "output");
    phw_status s = PHW_OK;
    if (phw_trace_convert_knows(to))
        s = phw_trace_convert(r, outputs, phw_argument_positional(arguments, 0), to);
    else
        s = convert_recording(r, outputs, arguments);
    if (!s)
        s = phw_outputs_commit(outputs);
    phw_outputs_discard(outputs);
    free(outputs);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_result *r = NULL;
    if (phw_argument_text(arguments, "output") == NULL)
        return phw_fail(PHW_EARG, "--output is missing: name the file to be written");
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "file", phw_argument_positional(arguments, 0));
    phw_status s = convert(r, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output",
               .summary = "what is written: .sigmf-meta, .wav, raw by suffix (.cs16 "
                          ".cu8 .cf32 ...); .h5, .npy, .csv, .mat of traces"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "OUT",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "to",
               .summary = "sample type that is written: ci16, cu8, cf32_be ..."},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "TYPE"},
    {.param = {.name = "scale",
               .unit = "",
               .summary = "factor by which samples are multiplied",
               .min = 1e-12,
               .max = 1e12,
               .preset = 1},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "X"},
    PHW_OPTIONS_SOURCE,
};

const phw_command phw_command_convert = {
    .name = "convert",
    .summary = "writes a recording, or traces, in another form",
    .detail =
        "The form is told by the name: NAME.sigmf-meta (with NAME.sigmf-data beside),\n"
        "NAME.wav, or raw samples by a suffix that tells their type. SigMF takes all\n"
        "that is known of the source along, annotations and other namespaces too;\n"
        "what other forms do not hold is listed. Integers are rounded to the nearest;\n"
        "what passes their range is set to its end and counted. Samples of 8 and 16\n"
        "bits come back to the same bytes from any wider type. Traces, tables, CSI\n"
        "captures and matrices go to .h5, .npy, .csv or .mat: all of a file's traces\n"
        "into the first, one (FILE:PARTY) into the others.",
    .example = "phyward convert "
               "datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat \\\n"
               "      --type ci16 --rate 20M -o frames.sigmf-meta",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"IN", PHW_SOURCE_SUMMARY "; or traces", false}},
    .run = run,
};
