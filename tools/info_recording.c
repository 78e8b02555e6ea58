#include "tools/info_recording.h"

#include <jansson.h>
#include <math.h>

#include "datasets/recordings.h"
#include "tools/recording_level.h"
#include "tools/recording_options.h"

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

phw_status phw_info_recording(phw_result *out, const char *path,
                              const phw_arguments *arguments)
{
    phw_recording_options options;
    PHW_TRY(phw_recording_from_arguments(&options, arguments));
    options.any_rate = true;
    phw_recording *recording = NULL;
    PHW_TRY(phw_recording_open(&recording, path, &options));
    const phw_recording_meta *info = phw_recording_info(recording);
    phw_recording_level level = {0};
    phw_progress bar;
    phw_progress_start(&bar, "reading", (double)info->n_samples, arguments);
    phw_status s = phw_recording_verify(recording);
    if (!s)
        s = phw_recording_measure(&level, recording, &bar);
    phw_progress_end(&bar);
    if (!s) {
        add_metadata(out, info);
        phw_result_number(out, "dc_offset_i", "DC offset, in phase", "", level.dc_i);
        phw_result_number(out, "dc_offset_q", "DC offset, quadrature", "", level.dc_q);
        phw_result_number(out, "rms_dbfs", "rms level", "dBFS", decibels(level.rms));
        phw_result_number(out, "peak_dbfs", "peak of a component", "dBFS",
                          decibels(level.peak));
        phw_result_number(out, "clipped_share", "share of clipped samples", "",
                          level.clipped_share);
        phw_result_json(out, "captures", "captures", captures_json(info));
        phw_result_json(out, "annotations", "annotations", annotations_json(info));
    }
    phw_recording_close(recording);
    return s;
}
