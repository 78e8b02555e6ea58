#include "tools/command_probe.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/frame_parties.h"
#include "tools/frame_pictures.h"
#include "tools/frame_recordings.h"
#include "tools/frame_rows.h"
#include "tools/frame_traces.h"
#include "tools/frames.h"
#include "tools/plot_sheet.h"
#include "tools/probe_stages.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/sample_source.h"

#define BLOCK 65536

/* The first of the choices of --by. */
#define BY_ADDRESS 0

/* One run: what turns samples into frames, and what is made of them. */
typedef struct job {
    const phw_arguments *arguments;
    const char *path;
    phw_sample_source *source;
    phw_wifi_receiver *receiver;
    phw_fingerprint_analyzer *analyzer;
    phw_spectrogram *spectrogram; /* for --plot */
    phw_sigmf_writer *copy;       /* for --annotate */
    double bandwidth_hz;
    phw_probe_level level;
    phw_frame_points points;
    phw_frames frames;
    phw_frame_parties parties;
    phw_outputs outputs;
    phw_output_folder pictures; /* made for --plot, when it is a folder */
    phw_staged_folder cuts;     /* of --save-frames */
} job;

static const char *text_of(const job *j, const char *option)
{
    return phw_argument_text(j->arguments, option);
}

static phw_status take(job *j)
{
    return phw_frames_take(&j->frames, j->receiver, j->analyzer, j->bandwidth_hz);
}

static phw_status push(job *j, const phw_cf *block, size_t n)
{
    phw_probe_level_add(&j->level, block, n);
    if (j->spectrogram != NULL)
        phw_spectrogram_push(j->spectrogram, block, n);
    if (j->copy != NULL)
        PHW_TRY(phw_sigmf_writer_push(j->copy, block, n));
    PHW_TRY(phw_wifi_receiver_push(j->receiver, block, n));
    return take(j);
}

static phw_status receive(job *j, phw_progress *bar)
{
    phw_cf *block = NULL;
    PHW_TRY(phw_array_alloc(&block, BLOCK, sizeof *block));
    size_t n = 0;
    phw_status s = PHW_OK;
    do {
        s = phw_sample_source_read(j->source, block, BLOCK, &n);
        if (!s)
            s = push(j, block, n);
        phw_progress_show(bar, (double)j->level.n);
    } while (!s && n > 0);
    if (!s)
        s = phw_wifi_receiver_finish(j->receiver);
    if (!s)
        s = take(j);
    free(block);
    return s;
}

static phw_status create_receiver(job *j)
{
    const double rate_hz = phw_sample_source_info(j->source)->rate_hz;
    const phw_status created =
        phw_wifi_receiver_create(&j->receiver, rate_hz, j->bandwidth_hz);
    if (created == PHW_EARG && !phw_argument_given(j->arguments, "rate"))
        return phw_fail_within(PHW_EINPUT, "%s: --bandwidth %g", j->path,
                               j->bandwidth_hz);
    if (created)
        return phw_fail_within(created, "--rate %.10g, --bandwidth %g", rate_hz,
                               j->bandwidth_hz);
    PHW_TRY(phw_wifi_receiver_keep(j->receiver, 0));
    PHW_TRY(phw_wifi_receiver_decode(j->receiver));
    return phw_fingerprint_analyzer_create(&j->analyzer);
}

/* What must be there before the first sample is read, or can't be at all. */
static phw_status create_outputs(job *j)
{
    const char *plot = text_of(j, "plot");
    const char *copy = text_of(j, "annotate");
    const char *cuts = text_of(j, "save-frames");
    if (cuts != NULL && phw_sample_source_is_live(j->source))
        return phw_fail(PHW_EARG,
                        "--save-frames reads the samples twice, and %s comes "
                        "once; --annotate keeps all of it",
                        j->path);
    if (plot != NULL && text_of(j, "output") != NULL &&
        strcmp(plot, text_of(j, "output")) == 0)
        return phw_fail(PHW_EARG,
                        "--plot: %s would replace what --output names; name another",
                        plot);
    if (plot != NULL && !phw_plot_sheet_is_file(plot))
        PHW_TRY(phw_output_folder_create(&j->pictures, plot));
    if (plot != NULL) {
        j->frames.points = &j->points;
        PHW_TRY(phw_spectrogram_create(&j->spectrogram,
                                       phw_sample_source_info(j->source)->rate_hz));
    }
    if (copy != NULL)
        PHW_TRY(phw_frame_copy_create(&j->copy, &j->outputs, copy,
                                      phw_sample_source_info(j->source)));
    return cuts != NULL ? phw_staged_folder_create(&j->cuts, cuts) : PHW_OK;
}

static phw_status check_found(const job *j)
{
    char hint[PHW_PROBE_HINT_SIZE];
    const phw_wifi_counts counts = phw_wifi_receiver_counts(j->receiver);
    if (j->frames.n > 0)
        return PHW_OK;
    phw_probe_hint(hint, &counts, &j->level);
    return phw_fail(PHW_ESHORT,
                    "%s: no 802.11 OFDM frame in %llu samples (%llu places looked like "
                    "short training); %s; check --type, --rate and --bandwidth",
                    j->path, (unsigned long long)counts.n_samples,
                    (unsigned long long)counts.n_short, hint);
}

static phw_status cut_frames(job *j)
{
    phw_progress bar;
    phw_progress_start(&bar, "cutting", (double)j->frames.n, j->arguments);
    const phw_status s =
        phw_frame_cut_all(&j->cuts, &j->frames, phw_sample_source_recording(j->source),
                          j->bandwidth_hz, &bar);
    phw_progress_end(&bar);
    return s;
}

static phw_status write_all(job *j)
{
    const phw_recording_meta *meta = phw_sample_source_info(j->source);
    const char *plot = text_of(j, "plot");
    const char *trace = text_of(j, "output");
    const phw_frame_traces_config config = {j->path, meta->carrier_hz, j->bandwidth_hz};
    if (trace != NULL)
        PHW_TRY(phw_frame_traces_write(&j->outputs, trace, &j->frames, &j->parties,
                                       &config));
    if (plot != NULL)
        PHW_TRY(phw_frame_pictures_write(&j->outputs, plot, &j->frames, &j->parties,
                                         j->spectrogram, j->bandwidth_hz));
    if (j->copy != NULL)
        PHW_TRY(phw_frame_copy_finish(j->copy, &j->frames, meta, j->bandwidth_hz));
    if (text_of(j, "save-frames") == NULL)
        return phw_outputs_commit(&j->outputs);
    PHW_TRY(cut_frames(j));
    PHW_TRY(phw_staged_folder_commit(&j->cuts));
    return phw_outputs_commit(&j->outputs);
}

static void tell_recording(phw_result *r, const job *j)
{
    const phw_recording_meta *meta = phw_sample_source_info(j->source);
    phw_result_text(r, "file", "recording", j->path);
    phw_result_number(r, "rate_hz", "sample rate", "Hz", meta->rate_hz);
    phw_result_number(r, "carrier_hz", "centre frequency", "Hz",
                      meta->carrier_hz > 0 ? meta->carrier_hz : (double)NAN);
    phw_result_number(r, "bandwidth_hz", "bandwidth", "Hz", j->bandwidth_hz);
}

/* An output's name; none is written of nothing. */
static const char *written(const job *j, const char *option)
{
    return j->frames.n > 0 ? text_of(j, option) : NULL;
}

static phw_status report(job *j)
{
    char hint[PHW_PROBE_HINT_SIZE];
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    const phw_wifi_counts counts = phw_wifi_receiver_counts(j->receiver);
    phw_probe_hint(hint, &counts, &j->level);
    tell_recording(r, j);
    phw_probe_stages_tell(r, &counts, &j->frames);
    phw_result_text(r, "hint", "mind", hint[0] != '\0' ? hint : NULL);
    phw_sample_source_report(j->source, r);
    phw_result_text(r, "trace", "trace written to", written(j, "output"));
    phw_result_text(r, "annotated", "annotated copy written to",
                    written(j, "annotate"));
    phw_result_text(r, "saved_frames", "frames written to", written(j, "save-frames"));
    phw_result_text(r, "plot", "pictures written to", written(j, "plot"));
    phw_result_json(r, "transmitters", "transmitters",
                    phw_frame_party_rows(&j->frames, &j->parties));
    phw_result_json(
        r, "frames", "frames found",
        phw_frame_rows(&j->frames, phw_argument_given(j->arguments, "json")));
    const phw_status s = phw_result_print(r, j->arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status receive_all(job *j)
{
    phw_progress bar;
    phw_progress_start(&bar, "receiving", phw_sample_source_total(j->source),
                       j->arguments);
    const phw_status s = receive(j, &bar);
    phw_progress_end(&bar);
    return s;
}

static phw_status probe(job *j)
{
    const bool by_address = phw_argument_count(j->arguments, "by") == BY_ADDRESS;
    PHW_TRY(phw_sample_source_verify(j->source));
    PHW_TRY(create_receiver(j));
    PHW_TRY(create_outputs(j));
    PHW_TRY(receive_all(j));
    if (j->frames.n == 0)
        return PHW_OK;
    PHW_TRY(phw_frames_settle(&j->frames, j->bandwidth_hz));
    PHW_TRY(phw_frame_parties_make(&j->parties, &j->frames, by_address));
    return write_all(j);
}

static void release(job *j)
{
    phw_sigmf_writer_destroy(j->copy);
    phw_spectrogram_destroy(j->spectrogram);
    phw_frame_parties_free(&j->parties);
    phw_frames_free(&j->frames);
    phw_fingerprint_analyzer_destroy(j->analyzer);
    phw_wifi_receiver_destroy(j->receiver);
    phw_sample_source_close(j->source);
}

static void undo(job *j)
{
    phw_outputs_discard(&j->outputs);
    phw_staged_folder_discard(&j->cuts);
    if (j->pictures.path[0] != '\0')
        phw_output_folder_undo(&j->pictures);
}

static phw_status run(const phw_arguments *arguments)
{
    phw_source_options options;
    PHW_TRY(phw_source_from_arguments(&options, arguments));
    job *j = calloc(1, sizeof *j);
    if (j == NULL)
        return phw_fail(PHW_ENOMEM, "no memory");
    j->arguments = arguments;
    j->path = phw_argument_positional(arguments, 0);
    j->bandwidth_hz = phw_argument_number(arguments, "bandwidth");
    phw_status s = phw_sample_source_open(&j->source, j->path, &options);
    if (!s)
        s = probe(j);
    if (s || j->frames.n == 0)
        undo(j);
    if (!s)
        s = report(j);
    if (!s)
        s = check_found(j);
    release(j);
    free(j);
    return s;
}

static const char *const by[] = {"address", "none", NULL};

static const phw_option option[] = {
    {.param = {.name = "output",
               .summary =
                   "trace file (HDF5) with the frames' channels and fingerprints"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "TRACE.h5",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "by",
               .summary = "a trace of each transmitter's address, or one of all frames",
               .choice = by},
     .kind = PHW_OPTION_NUMBER},
    {.param = {.name = "annotate",
               .summary = "copies the recording to NAME.sigmf-meta and .sigmf-data, "
                          "with an annotation of each frame"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME",
     .file = PHW_OPTION_WRITES_RECORDING},
    {.param = {.name = "save-frames",
               .summary = "cuts each frame out into a recording of its own, into a new "
                          "folder"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "DIR"},
    {.param = {.name = "plot",
               .summary = "spectrogram, channels, offsets and constellation: all in a "
                          "file .svg, .png or .pdf, or in a folder"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE|DIR"},
    PHW_OPTIONS_SOURCE,
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
    .summary = "finds the 802.11 frames of a recording, their senders and channels",
    .detail =
        "Detection, carrier offset and channel come from the preamble; SIGNAL, data\n"
        "and addresses are decoded. The trace has a group of each transmitter, named\n"
        "by its address, and tx0 with the frames of unknown ones: TRACE.h5:ADDRESS\n"
        "picks one, TRACE.h5 alone is all frames to the auth commands. Each has 52\n"
        "subcarriers; its columns are start_sample, snr_db, evm_db, level,\n"
        "noise_variance, the fingerprint features (phyward list fingerprint), which\n"
        "--json has of each frame too, and what names a frame on the air to phyward\n"
        "match --number: mac_sequence (0 to 4095), retry (0 or 1) and digest (CRC-32\n"
        "of its bytes; none of frames without a number). What a frame does not show\n"
        "is NaN there and null here. transmitter_by tells how a sender is known: own,\n"
        "claimed (the frame is damaged, the address is one of a sound frame), answer\n"
        "(an acknowledgement, to the frame before it), partner (one of whom its\n"
        "receiver talks with nobody else); what leaves two possible stays null.",
    .example = "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
               "--type ci16 \\\n      --rate 20M -o csi.h5",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", PHW_SOURCE_SUMMARY, false}},
    .run = run,
};
