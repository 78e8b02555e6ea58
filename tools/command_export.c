#include "tools/command_export.h"

#include <string.h>
#include <strings.h>

#include "datasets/trace_csv.h"
#include "datasets/trace_export.h"
#include "datasets/traces.h"
#include "tools/outputs.h"
#include "tools/result.h"

/* The forms, by the suffix of the output. */
typedef struct form {
    const char *suffix;
    const char *name;
    phw_status (*write)(phw_writer *w, const phw_trace *t, const char *array);
} form;

static phw_status write_csv(phw_writer *w, const phw_trace *t, const char *array)
{
    (void)array;
    return phw_trace_csv_write(w, t);
}

static phw_status write_mat(phw_writer *w, const phw_trace *t, const char *array)
{
    (void)array;
    return phw_trace_export_mat(w, t);
}

static const form forms[] = {{".npy", "npy", phw_trace_export_npy},
                             {".csv", "csv", write_csv},
                             {".mat", "mat", write_mat}};

static phw_status choose(const form **out, const char *path)
{
    const char *dot = path != NULL ? strrchr(path, '.') : NULL;
    for (size_t i = 0; dot != NULL && i < sizeof forms / sizeof forms[0]; ++i) {
        if (strcasecmp(dot, forms[i].suffix) == 0) {
            *out = &forms[i];
            return PHW_OK;
        }
    }
    return phw_fail(PHW_EARG,
                    "--output %s: expected a name that ends in .npy, .csv or .mat: it "
                    "says which form is written",
                    path != NULL ? path : "is missing");
}

static phw_status report(const phw_trace *t, const form *f,
                         const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "trace", phw_argument_positional(arguments, 0));
    phw_result_text(r, "output", "written", phw_argument_text(arguments, "output"));
    phw_result_text(r, "format", "as", f->name);
    phw_result_text(r, "party", "party", t->party);
    phw_result_text(r, "kind", "kind", phw_trace_kind_name(t->kind));
    phw_result_count(r, "probes", "probes", "", t->n_probes);
    phw_result_count(r, "coefficients", "coefficients", "", t->n_coefficients);
    phw_result_count(r, "columns", "columns", "", t->n_columns);
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status write(phw_outputs *outputs, const phw_trace *t, const form *f,
                        const phw_arguments *arguments)
{
    phw_writer *w = NULL;
    const char *array = phw_argument_text(arguments, "array");
    if (phw_argument_given(arguments, "array") && strcmp(f->suffix, ".npy") != 0)
        return phw_fail(
            PHW_EARG,
            "--array %s: %s files hold the whole trace; only .npy takes one "
            "array",
            array, f->suffix);
    PHW_TRY(
        phw_outputs_add(&w, outputs, phw_argument_text(arguments, "output"), false));
    return f->write(w, t, array);
}

static phw_status run(const phw_arguments *arguments)
{
    const form *f = NULL;
    phw_trace t = {0};
    phw_outputs outputs = {0};
    PHW_TRY(choose(&f, phw_argument_text(arguments, "output")));
    PHW_TRY(phw_trace_open(&t, phw_argument_positional(arguments, 0), NULL));
    phw_status s = write(&outputs, &t, f, arguments);
    if (!s)
        s = phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    if (!s)
        s = report(&t, f, arguments);
    phw_trace_free(&t);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output",
               .summary = "the file; its suffix says the form: .npy, .csv or .mat"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FILE",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "array",
               .summary = "what a .npy holds: H, time_s, sequence, coefficient or a "
                          "column"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME",
     .text_preset = "H"},
};

const phw_command phw_command_export = {
    .name = "export",
    .summary = "writes a trace for NumPy, MATLAB or a spreadsheet",
    .detail =
        "A .npy file holds one array: the channels H (probes in rows, complex64 or\n"
        "float32) or what --array names. A .mat file (level 5) and a .csv file hold\n"
        "all of the trace; phyward import reads both back without loss. Of a file\n"
        "with several parties one is named: FILE:PARTY.",
    .example = "phyward simulate datasets/scenarios/walking-wifi.yaml -o walk\n"
               "  phyward export walk/alice.h5 -o alice.npy\n"
               "  phyward export walk/alice.h5 --array time_s -o times.npy\n"
               "  phyward export walk/alice.h5 -o alice.mat",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "trace file, or FILE:PARTY", false}},
    .run = run,
};
