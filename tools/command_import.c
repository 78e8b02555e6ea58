#include "tools/command_import.h"

#include <jansson.h>

#include "datasets/import_formats.h"
#include "datasets/trace_file.h"
#include "tools/cancel.h"
#include "tools/import_report.h"
#include "tools/outputs.h"
#include "tools/printable.h"
#include "tools/result.h"

static json_t *number_or_null(double x)
{
    return x > 0 ? json_real(x) : json_null();
}

static json_t *traces_json(const phw_import *m)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < m->n_traces; ++i) {
        const phw_trace *t = &m->trace[i];
        const double s = t->time_s[t->n_probes - 1] - t->time_s[0];
        (void)json_array_append_new(
            rows,
            json_pack(
                "{s:o,s:s,s:I,s:I,s:I,s:o,s:o,s:o,s:I}", "party",
                phw_printable(t->party), "kind", phw_trace_kind_name(t->kind), "probes",
                (json_int_t)t->n_probes, "coefficients", (json_int_t)t->n_coefficients,
                "antennas", (json_int_t)t->n_antennas, "duration_s",
                t->has_time ? json_real(s) : json_null(), "carrier_hz",
                number_or_null(t->carrier_hz), "bandwidth_hz",
                number_or_null(t->bandwidth_hz), "columns", (json_int_t)t->n_columns));
    }
    return rows;
}

/* The trace with the most probes stands for a file with several shapes. */
static const phw_trace *longest(const phw_import *m)
{
    const phw_trace *t = &m->trace[0];
    for (size_t i = 1; i < m->n_traces; ++i) {
        if (m->trace[i].n_probes > t->n_probes)
            t = &m->trace[i];
    }
    return t;
}

static phw_status report(const phw_import *m, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "capture", phw_argument_positional(arguments, 0));
    phw_result_text(r, "format", "format", m->format);
    phw_result_count(r, "probes", "probes", "", m->n_probes);
    phw_result_count(r, "coefficients",
                     m->n_traces > 1 ? "coefficients of the longest trace"
                                     : "coefficients",
                     "", longest(m)->n_coefficients);
    phw_result_count(r, "skipped", "left out", "", phw_import_skipped(m));
    phw_import_report(r, m);
    phw_result_text(r, "trace", "traces written to",
                    phw_argument_text(arguments, "output"));
    phw_result_json(r, "traces", "traces", traces_json(m));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

/* All traces into one file, a group each. */
static phw_status write(const phw_import *m, const char *path)
{
    const phw_trace *trace[PHW_TRACE_MOST_GROUPS];
    if (path == NULL)
        return PHW_OK;
    if (m->n_traces > PHW_TRACE_MOST_GROUPS)
        return phw_fail(PHW_EINPUT, "%zu traces; a trace file holds at most %d",
                        m->n_traces, PHW_TRACE_MOST_GROUPS);
    for (size_t i = 0; i < m->n_traces; ++i)
        trace[i] = &m->trace[i];
    PHW_TRY(phw_cancel_check());
    return phw_trace_write(path, trace, m->n_traces);
}

static phw_status run(const phw_arguments *arguments)
{
    const phw_import_options options = {
        .format = phw_argument_text(arguments, "format"),
        .variable = phw_argument_text(arguments, "variable"),
        .kind = phw_argument_text(arguments, "kind"),
        .probes_last = phw_argument_given(arguments, "probes-last"),
        .chip = phw_argument_text(arguments, "chip"),
        .scaled = phw_argument_given(arguments, "scaled"),
    };
    phw_import m = {0};
    PHW_TRY(phw_import_read(&m, phw_argument_positional(arguments, 0), &options));
    phw_status s = write(&m, phw_argument_text(arguments, "output"));
    if (!s)
        s = report(&m, arguments);
    phw_import_free(&m);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output",
               .summary = "trace file (HDF5), a group for each transmitter and shape; "
                          "without it the capture is only described"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "TRACE.h5",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "format",
               .summary = "the capture's format, if its content does "
                          "not tell"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'f',
     .placeholder = "NAME",
     .family = "import"},
    {.param = {.name = "scaled",
               .summary = "Intel 5300: channels scaled to noise of power 1, not raw "
                          "counts"},
     .kind = PHW_OPTION_FLAG},
    {.param = {.name = "chip",
               .summary = "Nexmon: the chip that recorded, if its number is unknown: "
                          "4339, 43455c0, 4358 or 4366c0"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME"},
    {.param = {.name = "variable",
               .summary = "MATLAB: the matrix with the channels, if there are several"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME"},
    {.param = {.name = "kind",
               .summary = "matrices: what the numbers are: power_db, amplitude, cir or "
                          "cfr; complex ones are cfr unless said"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "KIND"},
    {.param = {.name = "probes-last",
               .summary = "matrices: the last dimension counts the probes, not the "
                          "first"},
     .kind = PHW_OPTION_FLAG},
};

const phw_command phw_command_import = {
    .name = "import",
    .summary = "turns others' channel captures and matrices into traces",
    .detail =
        "The content tells the format (phyward list import). Channels are the counts\n"
        "that the recorder wrote, exactly; carriers ascend, antenna by antenna. Time\n"
        "and sequence numbers come from the capture's clock and packet counter, both\n"
        "unwrapped; columns hold what else it says (rssi_dbm, agc_db, noise_dbm,\n"
        "rate, counter ...). A transmitter whose number of antennas or carriers\n"
        "changes gets a trace for each. What can't be read (a record cut short, a\n"
        "duplicate, bytes that are none) is left out and counted by reason with the\n"
        "first offset.",
    .example =
        "phyward import datasets/recordings/csi/nexmon_43455c0.pcap -o csi.h5\n"
        "  phyward import datasets/recordings/csi/intel5300_log.all_csi.6.7.6 \\\n"
        "      --scaled -o scaled.h5",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"CAPTURE", "a channel capture or a matrix", false}},
    .run = run,
};
