#include "tools/scenario.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/profiles.h"
#include "tools/noise_choice.h"
#include "tools/suggest.h"
#include "tools/yaml.h"

#define FILE_MAX      (1U << 20)
#define LIGHT_M_PER_S 299792458.0
#define N_TEXTS       PHW_N_SCENARIO_TEXTS
#define N_KEYS        (N_TEXTS + PHW_N_SCENARIO_KEYS)

/* The texts come first, then the table. */
static const char *key_name(const void *context, size_t i)
{
    static const char *const text[N_TEXTS] = {"description", "profile", "uplink_noise"};
    (void)context;
    if (i < N_TEXTS)
        return text[i];
    return i < N_KEYS ? phw_scenario_param((phw_scenario_key)(i - N_TEXTS))->name
                      : NULL;
}

static size_t find_key(const char *name)
{
    size_t i = 0;
    while (i < N_KEYS && strcmp(key_name(NULL, i), name) != 0)
        ++i;
    return i;
}

static phw_status set_text(phw_scenario *s, size_t i, const char *text)
{
    char *const target[N_TEXTS] = {s->description, s->profile, s->uplink_noise};
    const size_t size[N_TEXTS] = {sizeof s->description, sizeof s->profile,
                                  sizeof s->uplink_noise};
    if (strlen(text) >= size[i])
        return phw_fail(PHW_EARG, "%s: longer than %zu bytes", key_name(NULL, i),
                        size[i] - 1);
    (void)snprintf(target[i], size[i], "%s", text);
    return PHW_OK;
}

static phw_status set(phw_scenario *s, size_t i, const char *text)
{
    if (i < N_TEXTS)
        return set_text(s, i, text);
    PHW_TRY(phw_param_read(&s->value[i - N_TEXTS],
                           phw_scenario_param((phw_scenario_key)(i - N_TEXTS)), text));
    s->given[i - N_TEXTS] = true;
    return PHW_OK;
}

phw_status phw_scenario_set(phw_scenario *inout, const char *assignment)
{
    const char *equals = strchr(assignment, '=');
    if (equals == NULL)
        return phw_fail(PHW_EARG, "--set %s: expected key=value", assignment);
    char name[64];
    (void)snprintf(name, sizeof name, "%.*s", (int)(equals - assignment), assignment);
    const size_t i = find_key(name);
    if (i == N_KEYS) {
        const char *near = phw_suggest(name, key_name, NULL);
        return phw_fail(PHW_EARG, "--set %s: unknown key; %s%s", name,
                        near != NULL ? "did you mean "
                                     : "phyward list scenario has all",
                        near != NULL ? near : "");
    }
    /* Who says one of the two by hand does not mean the file's other. */
    if (i == N_TEXTS + PHW_SCENARIO_DOPPLER_HZ)
        inout->given[PHW_SCENARIO_SPEED_M_S] = false;
    if (i == N_TEXTS + PHW_SCENARIO_SPEED_M_S)
        inout->given[PHW_SCENARIO_DOPPLER_HZ] = false;
    const phw_status s = set(inout, i, equals + 1);
    inout->line[i] = 0;
    return s ? phw_fail_within(s, "--set") : PHW_OK;
}

/* What a key takes: "-30 to 80 dB", "one of coefficients, iq". */
static void print_expected(char *text, size_t size, const char *name)
{
    const size_t i = find_key(name);
    const phw_param *p = i < N_TEXTS || i == N_KEYS
                             ? NULL
                             : phw_scenario_param((phw_scenario_key)(i - N_TEXTS));
    int n = 0;
    if (p == NULL)
        (void)snprintf(text, size, "a text");
    else if (p->choice == NULL)
        (void)snprintf(text, size, "%.10g to %.10g%s%s", p->min, p->max,
                       *p->unit != '\0' ? " " : "", p->unit);
    else
        n = snprintf(text, size, "one of");
    for (size_t k = 0; n > 0 && (size_t)n < size && p->choice[k] != NULL; ++k)
        n += snprintf(text + n, size - (size_t)n, "%s %s", k > 0 ? "," : "",
                      p->choice[k]);
}

/* The line itself as far as it is short, what is not ASCII as '?'. */
static phw_status refuse_line(const char *path, const char *file, int line)
{
    char text[60];
    size_t n = 0;
    for (int i = 1; i < line && *file != '\0'; ++i) {
        file += strcspn(file, "\n");
        file += *file == '\n';
    }
    for (; n + 1 < sizeof text && file[n] != '\0' && strchr("\r\n", file[n]) == NULL;
         ++n)
        text[n] = isprint((unsigned char)file[n]) ? file[n] : '?';
    text[n] = '\0';
    return phw_fail(PHW_EINPUT,
                    "%s:%d: \"%s\" is no YAML; expected key: value, every quote and "
                    "bracket closed, no tab or blank before the key",
                    path, line, text);
}

static phw_status refuse_yaml(const char *path, const char *file,
                              const phw_yaml_error *e)
{
    char expected[128];
    print_expected(expected, sizeof expected, e->key);
    const char *near = phw_suggest(e->key, key_name, NULL);
    switch (e->problem) {
    case PHW_YAML_EMPTY:
        return phw_fail(PHW_EINPUT,
                        "%s:%d: nothing is in it; expected lines of key: value", path,
                        e->line);
    case PHW_YAML_NO_MAPPING:
        return phw_fail(PHW_EINPUT, "%s:%d: no key; expected lines of key: value", path,
                        e->line);
    case PHW_YAML_UNKNOWN:
        return phw_fail(
            PHW_EINPUT, "%s:%d: %s: unknown key; %s%s", path, e->line, e->key,
            near != NULL ? "did you mean " : "phyward list scenario has all",
            near != NULL ? near : "");
    case PHW_YAML_TWICE:
        return phw_fail(PHW_EINPUT, "%s:%d: %s: given twice; keep one", path, e->line,
                        e->key);
    case PHW_YAML_NO_SCALAR:
        return phw_fail(PHW_EINPUT, "%s:%d: %s: not one plain value; expected %s", path,
                        e->line, e->key, expected);
    default:
        return refuse_line(path, file, e->line);
    }
}

static phw_status fill(phw_scenario *s, char *const *text, const uint8_t *file,
                       const char *path)
{
    for (size_t i = 0; i < N_KEYS; ++i) {
        if (text[i] == NULL)
            continue;
        s->line[i] = phw_yaml_line((const char *)file, key_name(NULL, i));
        if (set(s, i, text[i]) != PHW_OK)
            return phw_fail_within(PHW_EINPUT, "%s:%d", path, s->line[i]);
    }
    return PHW_OK;
}

phw_status phw_scenario_read(phw_scenario *out, const char *path)
{
    const char *name[N_KEYS + 1] = {0};
    for (size_t i = 0; i < N_KEYS; ++i)
        name[i] = key_name(NULL, i);
    phw_scenario scenario = {.profile = "exponential", .uplink_noise = "shaped"};
    (void)snprintf(scenario.path, sizeof scenario.path, "%s", path);
    for (size_t i = 0; i < PHW_N_SCENARIO_KEYS; ++i)
        scenario.value[i] = phw_scenario_param((phw_scenario_key)i)->preset;

    uint8_t *file = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&file, &size, path, FILE_MAX));
    char *text[N_KEYS] = {0};
    phw_yaml_error error = {0};
    phw_status s = phw_yaml_mapping(text, &error, (const char *)file, size, name);
    if (s == PHW_EINPUT)
        s = refuse_yaml(path, (const char *)file, &error);
    if (!s)
        s = fill(&scenario, text, file, path);
    if (!s)
        *out = scenario;
    for (size_t i = 0; i < N_KEYS; ++i)
        free(text[i]);
    free(file);
    return s;
}

static const char *profile_name(const void *context, size_t i)
{
    (void)context;
    const phw_profile *p = phw_profile_at(i);
    return p != NULL ? p->name : NULL;
}

/* Where in the file a refusal's key stands; what came with --set stands nowhere. */
static phw_status refuse_at(const phw_scenario *s, int line)
{
    if (line == 0)
        return phw_fail_within(PHW_EINPUT, "%s", s->path);
    return phw_fail_within(PHW_EINPUT, "%s:%d", s->path, line);
}

/* The message that stands, at the later line of two keys. */
static phw_status refuse_pair(const phw_scenario *s, phw_scenario_key a,
                              phw_scenario_key b)
{
    const int line_a = s->line[N_TEXTS + a];
    const int line_b = s->line[N_TEXTS + b];
    return refuse_at(s, line_a > line_b ? line_a : line_b);
}

static phw_status check_profile(const phw_scenario *s)
{
    if (phw_profile_find(s->profile) != NULL)
        return PHW_OK;
    const char *near = phw_suggest(s->profile, profile_name, NULL);
    (void)phw_fail(PHW_EINPUT, "profile: \"%s\" is not known; %s%s", s->profile,
                   near != NULL ? "did you mean " : "phyward list profile has all",
                   near != NULL ? near : "");
    return refuse_at(s, s->line[PHW_SCENARIO_PROFILE]);
}

static phw_status check_noise(const phw_scenario *s)
{
    phw_noise_config unused;
    if (phw_noise_choice_read(&unused, s->uplink_noise) == PHW_OK)
        return PHW_OK;
    (void)phw_fail_within(PHW_EINPUT, "uplink_noise");
    return refuse_at(s, s->line[PHW_SCENARIO_UPLINK_NOISE]);
}

static phw_status check_subcarriers(const phw_scenario *s)
{
    const double *v = s->value;
    const double most = v[PHW_SCENARIO_SUBCARRIERS] * v[PHW_SCENARIO_SPACING_HZ];
    if (v[PHW_SCENARIO_SUBCARRIERS] > 1 && most > v[PHW_SCENARIO_BANDWIDTH_HZ]) {
        (void)phw_fail(PHW_EINPUT,
                       "subcarriers x spacing_hz is %g Hz, more than bandwidth_hz "
                       "%g Hz; expected at most that",
                       most, v[PHW_SCENARIO_BANDWIDTH_HZ]);
        return refuse_pair(s, PHW_SCENARIO_SUBCARRIERS, PHW_SCENARIO_SPACING_HZ);
    }
    if ((int)v[PHW_SCENARIO_LEVEL] == PHW_LEVEL_IQ &&
        (v[PHW_SCENARIO_SUBCARRIERS] != 52 ||
         v[PHW_SCENARIO_SPACING_HZ] * 64 != v[PHW_SCENARIO_BANDWIDTH_HZ])) {
        (void)phw_fail(PHW_EINPUT,
                       "level iq sounds with 802.11 preambles: subcarriers is 52 "
                       "and spacing_hz is bandwidth_hz / 64");
        return refuse_pair(s, PHW_SCENARIO_SUBCARRIERS, PHW_SCENARIO_LEVEL);
    }
    return PHW_OK;
}

phw_status phw_scenario_check(const phw_scenario *s)
{
    const double *v = s->value;
    PHW_TRY(check_profile(s));
    PHW_TRY(check_noise(s));
    if (s->given[PHW_SCENARIO_SPEED_M_S] && s->given[PHW_SCENARIO_DOPPLER_HZ]) {
        (void)phw_fail(PHW_EINPUT, "speed_m_s and doppler_hz are both given; keep one");
        return refuse_pair(s, PHW_SCENARIO_SPEED_M_S, PHW_SCENARIO_DOPPLER_HZ);
    }
    PHW_TRY(check_subcarriers(s));
    if (v[PHW_SCENARIO_TURNAROUND_S] < v[PHW_SCENARIO_INTERVAL_S])
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT,
                   "turnaround_s: %g is not shorter than interval_s; expected less "
                   "than %g s",
                   v[PHW_SCENARIO_TURNAROUND_S], v[PHW_SCENARIO_INTERVAL_S]);
    return refuse_pair(s, PHW_SCENARIO_TURNAROUND_S, PHW_SCENARIO_INTERVAL_S);
}

double phw_scenario_doppler_hz(const phw_scenario *s)
{
    if (s->given[PHW_SCENARIO_DOPPLER_HZ])
        return s->value[PHW_SCENARIO_DOPPLER_HZ];
    return s->value[PHW_SCENARIO_SPEED_M_S] * s->value[PHW_SCENARIO_CARRIER_HZ] /
           LIGHT_M_PER_S;
}

/* In double quotes, with what YAML needs escaped there. */
static void print_quoted(phw_writer *w, const char *name, const char *text)
{
    phw_writer_print(w, "%s: \"", name);
    for (; *text != '\0'; ++text) {
        if (*text == '"' || *text == '\\')
            phw_writer_print(w, "\\");
        if (isprint((unsigned char)*text) || (unsigned char)*text >= 0x80)
            phw_writer_write(w, text, 1);
        else
            phw_writer_print(w, " ");
    }
    phw_writer_print(w, "\"\n");
}

/* With the fewest digits that read back as the same number. */
static void print_number(phw_writer *w, const char *name, double value)
{
    char text[32];
    int digits = 6;
    do
        (void)snprintf(text, sizeof text, "%.*g", digits, value);
    while (strtod(text, NULL) != value && ++digits <= 17);
    phw_writer_print(w, "%s: %s\n", name, text);
}

void phw_scenario_write(phw_writer *w, const phw_scenario *s)
{
    print_quoted(w, "description", s->description);
    print_quoted(w, "profile", s->profile);
    print_quoted(w, "uplink_noise", s->uplink_noise);
    for (size_t i = 0; i < PHW_N_SCENARIO_KEYS; ++i) {
        const bool other =
            i == PHW_SCENARIO_DOPPLER_HZ
                ? !s->given[i]
                : i == PHW_SCENARIO_SPEED_M_S && s->given[PHW_SCENARIO_DOPPLER_HZ];
        if (other)
            continue;
        if (phw_scenario_param((phw_scenario_key)i)->choice != NULL)
            phw_writer_print(
                w, "%s: %s\n", phw_scenario_param((phw_scenario_key)i)->name,
                phw_scenario_param((phw_scenario_key)i)->choice[(size_t)s->value[i]]);
        else
            print_number(w, phw_scenario_param((phw_scenario_key)i)->name, s->value[i]);
    }
}
