#include "tools/command_probe.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "datasets/recordings.h"
#include "datasets/trace_file.h"
#include "tools/cancel.h"
#include "tools/frames.h"
#include "tools/progress.h"
#include "tools/recording_options.h"
#include "tools/result.h"

#define BLOCK 65536

static phw_status receive(phw_frames *out, phw_wifi_receiver *receiver,
                          phw_recording *recording, phw_progress *bar)
{
    phw_cf *block = NULL;
    PHW_TRY(phw_array_alloc(&block, BLOCK, sizeof *block));
    double done = 0;
    size_t n = 0;
    phw_status s = PHW_OK;
    do {
        s = phw_recording_read(recording, block, BLOCK, &n);
        if (!s)
            s = phw_cancel_check();
        if (!s)
            s = phw_wifi_receiver_push(receiver, block, n);
        if (!s)
            s = phw_frames_take(out, receiver);
        done += (double)n;
        phw_progress_show(bar, done);
    } while (!s && n > 0);
    if (!s)
        s = phw_wifi_receiver_finish(receiver);
    if (!s)
        s = phw_frames_take(out, receiver);
    free(block);
    return s;
}

static phw_status write_trace(const phw_frames *f, const char *recording,
                              const phw_recording_meta *meta,
                              const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "output");
    phw_trace t = {0};
    if (path == NULL)
        return PHW_OK;
    PHW_TRY(phw_frames_trace(&t, f, meta->carrier_hz,
                             phw_argument_number(arguments, "bandwidth")));
    (void)snprintf(t.party, sizeof t.party, "tx0");
    /* Not the folder: the same recording gives the same bytes wherever it lies. */
    const char *slash = strrchr(recording, '/');
    (void)snprintf(t.origin, sizeof t.origin, "recorded: %.200s",
                   slash != NULL ? slash + 1 : recording);
    const phw_trace *trace = &t;
    phw_status s = phw_cancel_check();
    if (!s)
        s = phw_trace_write(path, &trace, 1);
    phw_trace_free(&t);
    return s;
}

static json_t *frames_json(const phw_frames *f)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < f->n; ++i) {
        const phw_wifi_frame *x = &f->frame[i];
        (void)json_array_append_new(
            rows, json_pack("{s:I,s:f,s:f,s:f,s:f,s:f,s:b,s:i,s:i}", "start_sample",
                            (json_int_t)x->start_sample, "time_s", x->time_s, "cfo_hz",
                            x->cfo_hz, "snr_db", x->snr_db, "evm_db", x->evm_db,
                            "level", x->level, "signal_ok", (int)x->signal_ok,
                            "rate_mbps", (int)x->rate_mbps, "length", (int)x->length));
    }
    return rows;
}

static phw_status report(const phw_frames *f, const char *path,
                         const phw_recording_meta *meta, phw_wifi_counts counts,
                         const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "recording", path);
    phw_result_number(r, "rate_hz", "sample rate", "Hz", meta->rate_hz);
    phw_result_number(r, "carrier_hz", "centre frequency", "Hz",
                      meta->carrier_hz > 0 ? meta->carrier_hz : (double)NAN);
    phw_result_number(r, "bandwidth_hz", "bandwidth", "Hz",
                      phw_argument_number(arguments, "bandwidth"));
    phw_result_count(r, "n_samples", "samples", "", counts.n_samples);
    phw_result_count(r, "n_short", "places like short training", "", counts.n_short);
    phw_result_count(r, "n_frames", "frames", "", f->n);
    phw_result_count(r, "n_signal", "of them with a valid SIGNAL field", "",
                     counts.n_signal);
    phw_result_text(r, "trace", "trace written to",
                    phw_argument_text(arguments, "output"));
    phw_result_json(r, "frames", "frames found", frames_json(f));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status probe(phw_frames *f, phw_recording *recording,
                        const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    const phw_recording_meta *meta = phw_recording_info(recording);
    phw_wifi_receiver *receiver = NULL;
    const double bandwidth_hz = phw_argument_number(arguments, "bandwidth");
    const phw_status created =
        phw_wifi_receiver_create(&receiver, meta->rate_hz, bandwidth_hz);
    if (created == PHW_EARG && !phw_argument_given(arguments, "rate"))
        return phw_fail_within(PHW_EINPUT, "%s: --bandwidth %g", path, bandwidth_hz);
    if (created)
        return phw_fail_within(created, "--rate %.10g, --bandwidth %g", meta->rate_hz,
                               bandwidth_hz);
    phw_progress bar;
    phw_progress_start(&bar, "receiving", (double)meta->n_samples, arguments);
    phw_status s = receive(f, receiver, recording, &bar);
    phw_progress_end(&bar);
    const phw_wifi_counts counts = phw_wifi_receiver_counts(receiver);
    phw_wifi_receiver_destroy(receiver);
    if (s)
        return s;
    if (f->n == 0)
        return phw_fail(PHW_ESHORT,
                        "%s: no 802.11 OFDM frame in %llu samples (%llu places looked "
                        "like short training); check --type, --rate and --bandwidth",
                        path, (unsigned long long)counts.n_samples,
                        (unsigned long long)counts.n_short);
    PHW_TRY(write_trace(f, path, meta, arguments));
    return report(f, path, meta, counts, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    phw_recording_options options;
    PHW_TRY(phw_recording_from_arguments(&options, arguments));
    phw_recording *recording = NULL;
    PHW_TRY(phw_recording_open(&recording, phw_argument_positional(arguments, 0),
                               &options));
    phw_frames f = {0};
    phw_status s = phw_recording_verify(recording);
    if (!s)
        s = probe(&f, recording, arguments);
    phw_frames_free(&f);
    phw_recording_close(recording);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output",
               .summary = "trace file (HDF5) with the frames' channels"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "TRACE.h5"},
    PHW_OPTIONS_RECORDING,
    {.param = {.name = "bandwidth",
               .unit = "Hz",
               .summary = "channel bandwidth: 20M, 10M (802.11p) or 5M",
               .min = 5e6,
               .max = 20e6,
               .preset = 20e6},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'b',
     .placeholder = "HZ"},
};

const phw_command phw_command_probe = {
    .name = "probe",
    .summary = "finds the 802.11 frames of a recording and estimates their channels",
    .detail =
        "Detection, carrier offset and channel come from the preamble; SIGNAL is\n"
        "decoded. All frames go into one trace, party tx0, with 52 subcarriers.",
    .example = "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
               "--type ci16 \\\n      --rate 20M -o csi.h5",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", "SigMF, WAV or raw samples", false}},
    .run = run,
};
