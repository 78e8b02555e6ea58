#include "tools/command_info.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/key.h"
#include "datasets/import_formats.h"
#include "datasets/rssi_csv.h"
#include "datasets/trace_file.h"
#include "tools/capture_file.h"
#include "tools/fingerprint_options.h"
#include "tools/info_capture.h"
#include "tools/info_recording.h"
#include "tools/result.h"
#include "tools/sample_source.h"
#include "tools/scenario.h"
#include "tools/scenario_check.h"

static bool ends_in(const char *path, const char *const *suffix)
{
    const size_t length = strlen(path);
    for (; *suffix != NULL; ++suffix) {
        const size_t n = strlen(*suffix);
        if (length > n && strcasecmp(path + length - n, *suffix) == 0)
            return true;
    }
    return false;
}

static phw_status describe_traces(phw_result *out, const char *path,
                                  const phw_arguments *arguments)
{
    (void)arguments;
    phw_trace_group *group = NULL;
    size_t n = 0;
    PHW_TRY(phw_trace_groups(&group, &n, path));
    json_t *rows = json_array();
    phw_status s = PHW_OK;
    for (size_t i = 0; i < n && !s; ++i) {
        phw_trace t = {0};
        s = phw_trace_read(&t, path, group[i].name);
        if (!s)
            (void)json_array_append_new(rows, phw_info_trace(&t));
        phw_trace_free(&t);
    }
    free(group);
    phw_result_json(out, "parties", "parties", rows);
    return s;
}

static phw_status describe_table(phw_result *out, const char *path,
                                 const phw_arguments *arguments)
{
    phw_trace t = {0};
    const phw_status s = phw_rssi_read(&t, path, NULL);
    if (s && phw_import_matches(path) != NULL)
        return phw_info_capture(out, path, arguments);
    PHW_TRY(s);
    json_t *rows = json_array();
    (void)json_array_append_new(rows, phw_info_trace(&t));
    phw_result_json(out, "parties", "parties", rows);
    phw_trace_free(&t);
    return PHW_OK;
}

/* Text with a rate is samples. */
static bool is_table(const char *path, const phw_arguments *arguments)
{
    static const char *const suffix[] = {".csv", ".tsv", ".txt", NULL};
    return ends_in(path, suffix) && !phw_argument_given(arguments, "rate") &&
           !phw_argument_given(arguments, "type");
}

static bool is_capture(const char *path, const phw_arguments *arguments)
{
    if (phw_argument_given(arguments, "rate") || phw_argument_given(arguments, "type"))
        return false;
    return phw_capture_file_is(path);
}

static bool is_collection(const char *path, const phw_arguments *arguments)
{
    static const char *const suffix[] = {".sigmf-collection", NULL};
    (void)arguments;
    return ends_in(path, suffix);
}

static bool is_trace(const char *path, const phw_arguments *arguments)
{
    (void)arguments;
    return phw_trace_file_is(path);
}

static bool is_scenario(const char *path, const phw_arguments *arguments)
{
    static const char *const suffix[] = {".yaml", ".yml", NULL};
    (void)arguments;
    return ends_in(path, suffix);
}

static phw_status describe_scenario(phw_result *out, const char *path,
                                    const phw_arguments *arguments)
{
    (void)arguments;
    phw_scenario scenario;
    PHW_TRY(phw_scenario_read(&scenario, path));
    PHW_TRY(phw_scenario_check(&scenario));
    phw_result_text(out, "description", "description", scenario.description);
    phw_result_text(out, "profile", "profile", scenario.profile);
    phw_result_count(out, "n_nodes", "nodes", "",
                     phw_scenario_count(&scenario, PHW_SECTION_NODES));
    for (size_t i = 0; i < PHW_N_SCENARIO_KEYS; ++i) {
        const phw_param *p = phw_scenario_param((phw_scenario_key)i);
        if (i == PHW_SCENARIO_DOPPLER_HZ)
            phw_result_number(out, p->name, p->name, p->unit,
                              phw_scenario_doppler_hz(&scenario));
        else if (p->choice != NULL)
            phw_result_text(out, p->name, p->name,
                            p->choice[(size_t)scenario.value[i]]);
        else
            phw_result_number(out, p->name, p->name, p->unit, scenario.value[i]);
    }
    return PHW_OK;
}

/* By its suffix, or a small private file whose name says nothing. */
static bool is_key(const char *path, const phw_arguments *arguments)
{
    static const char *const suffix[] = {".key", ".psk", NULL};
    static const char *const plain[] = {".bin", NULL};
    const char *slash = strrchr(path, '/');
    struct stat info;
    if (phw_argument_given(arguments, "type"))
        return false;
    if (ends_in(path, suffix))
        return true;
    const bool is_plain =
        strchr(slash != NULL ? slash : path, '.') == NULL || ends_in(path, plain);
    return is_plain && stat(path, &info) == 0 && S_ISREG(info.st_mode) &&
           (info.st_mode & 077) == 0 && info.st_size >= PHW_KEY_SIZE_MIN &&
           info.st_size <= PHW_KEY_SIZE_MAX;
}

static bool is_model(const char *path, const phw_arguments *arguments)
{
    static const char *const suffix[] = {".json", NULL};
    (void)arguments;
    return ends_in(path, suffix);
}

static phw_status describe_model(phw_result *out, const char *path,
                                 const phw_arguments *arguments)
{
    (void)arguments;
    return phw_fingerprint_info(out, path);
}

/* The last that is asked: its reader says why when it is none. */
static bool is_recording(const char *path, const phw_arguments *arguments)
{
    (void)path;
    (void)arguments;
    return true;
}

static phw_status describe_key(phw_result *out, const char *path,
                               const phw_arguments *arguments)
{
    (void)arguments;
    phw_key key = {0};
    char fingerprint[PHW_FINGERPRINT_SIZE];
    PHW_TRY(phw_key_read(&key, path));
    phw_key_fingerprint(fingerprint, &key);
    phw_result_count(out, "size", "size", "bytes", key.size);
    phw_result_text(out, "key_fingerprint", "fingerprint", fingerprint);
    phw_key_free(&key);
    return PHW_OK;
}

/* Asked from the top: the first that knows the file describes it. */
static const struct {
    const char *name;
    bool (*knows)(const char *path, const phw_arguments *arguments);
    phw_status (*describe)(phw_result *out, const char *path,
                           const phw_arguments *arguments);
} kind[] = {
    {"trace", is_trace, describe_traces},
    {"scenario", is_scenario, describe_scenario},
    {"collection", is_collection, phw_info_collection},
    {"capture", is_capture, phw_info_capture},
    {"table", is_table, describe_table},
    {"key", is_key, describe_key},
    {"fingerprint model", is_model, describe_model},
    {"recording", is_recording, phw_info_recording},
};

static phw_status describe(phw_result *out, const char *path,
                           const phw_arguments *arguments)
{
    struct stat info;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return phw_fail(PHW_EINPUT, "%s: is a folder; expected a file", path);
    size_t i = 0;
    while (!kind[i].knows(path, arguments))
        ++i;
    phw_result_text(out, "file", "file", path);
    phw_result_text(out, "what", "what", kind[i].name);
    return kind[i].describe(out, path, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    phw_source_options options; /* asked for what is wrong in them alone */
    PHW_TRY(phw_source_from_arguments(&options, arguments));
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_status s = describe(r, phw_argument_positional(arguments, 0), arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "plot",
               .summary = "spectrogram and levels of a recording: .svg, .png or .pdf"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE",
     .file = PHW_OPTION_WRITES},
    PHW_OPTIONS_SOURCE,
};

const phw_command phw_command_info = {
    .name = "info",
    .summary = "what a file is: recording, capture, trace, table, key, model ...",
    .detail =
        "Of a recording: format, rate, level, DC, clipping, noise floor, bursts,\n"
        "occupied spectrum, captures, annotations, whether its checksum is right, and\n"
        "what it looks like: the receivers that are here are tried on its begin.\n"
        "Without a rate, all that needs none. A sample type is never guessed: where\n"
        "nobody tells it, the choices are listed with what the bytes say of each. Of\n"
        "CSI captures, matrices and traces: what each transmitter's trace holds. Of a\n"
        "key: size and fingerprint alone.",
    .example = "phyward info datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
               "--type ci16 \\\n      --rate 20M",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"FILE", "any file that phyward reads; - for a pipe", false}},
    .run = run,
};
