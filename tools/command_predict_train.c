#include "tools/command_predict_train.h"

#include <math.h>

#include "tools/forecast_choice.h"
#include "tools/outputs.h"
#include "tools/result.h"

static phw_status write(const phw_forecast_set *set, const char *path)
{
    phw_outputs outputs = {0};
    phw_writer *w = NULL;
    phw_status s = phw_outputs_add(&w, &outputs, path, false);
    if (!s)
        s = phw_forecast_set_write(w, set);
    if (!s)
        s = phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    return s;
}

static phw_status report(const phw_forecast_set *set, const phw_even_series *series,
                         size_t n_training, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "trace", "trace", phw_argument_positional(arguments, 0));
    phw_result_text(r, "feature", "feature", set->feature);
    phw_result_count(r, "n_components", "components", "", set->n_components);
    phw_result_text(r, "method", "method", set->method->name);
    phw_result_count(r, "n_probes", "probes", "", series->x.n_rows);
    phw_result_count(r, "n_training", "  learnt from, and never key", "", n_training);
    phw_result_number(r, "interval_s", "interval", series->has_time ? "s" : "",
                      series->interval_s);
    phw_result_number(r, "horizon", "horizon", "intervals", set->horizon);
    phw_result_count(r, "taps", "values looked at", "", set->model[0].n_taps);
    phw_result_count(r, "centres", "centres", "", set->model[0].n_centres);
    phw_result_text(r, "model", "written to", phw_argument_text(arguments, "output"));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status train(phw_forecast_set *set, const phw_even_series *series,
                        size_t n_training, const phw_arguments *arguments)
{
    phw_forecast_choices c = {.n = 0};
    PHW_TRY(phw_forecast_choices_read(&c, phw_argument_text(arguments, "method")));
    phw_status s = PHW_OK;
    if (c.n != 1 || c.choice[0].loaded.n_components > 0)
        s = phw_fail(PHW_EARG, "--method: expected one method to train");
    if (!s)
        s = phw_forecast_set_train(set, series, n_training,
                                   phw_argument_number(arguments, "horizon"),
                                   c.choice[0].method, &c.choice[0].params);
    if (s && s != PHW_EARG)
        s = phw_fail_within(s, "%s", phw_argument_positional(arguments, 0));
    phw_forecast_choices_free(&c);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_even_series series = {0};
    phw_forecast_set set = {0};
    const char *output = phw_argument_text(arguments, "output");
    if (output == NULL)
        return phw_fail(PHW_EARG, "--output: expected the file for the model");
    PHW_TRY(phw_even_series_open(&series, phw_argument_positional(arguments, 0),
                                 phw_argument_text(arguments, "feature")));
    const size_t n_training =
        (size_t)ceil(phw_argument_number(arguments, "share") * (double)series.x.n_rows);
    phw_status s = train(&set, &series, n_training, arguments);
    if (!s)
        s = write(&set, output);
    if (!s)
        s = report(&set, &series, n_training, arguments);
    phw_forecast_set_free(&set);
    phw_even_series_free(&series);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "the model"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FILE.json",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "method", .summary = "how it is foreseen"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v:...]",
     .text_preset = "kernel",
     .family = "forecaster"},
    {.param = {.name = "feature",
               .summary = "by default amplitude, power for traces of power"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v:...]",
     .family = "feature"},
    {.param = {.name = "horizon",
               .unit = "",
               .summary = "intervals ahead, fractions too",
               .max = PHW_FORECAST_HORIZON_MAX,
               .preset = 1},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "share",
               .unit = "",
               .summary = "of the trace, from its beginning, that is learnt from",
               .min = 0.01,
               .max = 1,
               .preset = 0.5},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SHARE"},
};

const phw_command phw_command_predict_train = {
    .name = "predict train",
    .summary = "learns from a trace how its channel goes on",
    .detail =
        "The first --share of TRACE (FILE or FILE:PART) is the training part. The\n"
        "model holds values of it and is public: nothing of that part may become\n"
        "key. phyward predict evaluate --method kernel:model=FILE judges it, on the\n"
        "rest or on another trace of the same feature and interval.\n"
        "\n"
        "Any forecaster can be trained and kept; kernel is the one that needs it. A\n"
        "model is JSON with a version and a checksum, which finds damage, not an\n"
        "attacker.",
    .example =
        "phyward simulate datasets/scenarios/walking-wifi.yaml -o traces\n"
        "  phyward predict train traces/alice.h5 -o model.json\n"
        "  phyward predict evaluate traces/alice.h5 --method kernel:model=model.json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "what one end observed", false}},
    .run = run,
};
