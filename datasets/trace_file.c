#include "datasets/trace_file.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5.h>

#include "core/file.h"
#include "datasets/h5_file.h"
#include "datasets/h5_value.h"
#include "datasets/h5_writer.h"
#include "datasets/trace_columns.h"

#define FORMAT  "phyward-trace"
#define VERSION 1

/* Objects in a party's group, others' additions included. */
#define MOST_ARRAYS 64

/* The image grows by this much at a time while it is built in memory. */
#define IMAGE_STEP ((size_t)1 << 20)

static const char *unit_of_values(phw_trace_kind kind)
{
    return kind == PHW_TRACE_POWER_DB ? "dB" : "1";
}

static const char *unit_of_coefficients(phw_trace_kind kind)
{
    if (kind == PHW_TRACE_CIR)
        return "s";
    return kind == PHW_TRACE_CFR ? "Hz" : "1";
}

static phw_status check_party(const phw_trace *const *traces, size_t i)
{
    const char *party = traces[i]->party;
    if (memchr(party, '\0', sizeof traces[i]->party) == NULL || party[0] == '\0' ||
        strchr(party, '/') != NULL || strcmp(party, ".") == 0)
        return phw_fail(PHW_EARG,
                        "trace %zu: party '%.63s' can't name a group; expected a name "
                        "without /",
                        i, party);
    for (size_t k = 0; k < i; ++k) {
        if (strcmp(traces[k]->party, party) == 0)
            return phw_fail(PHW_EARG, "traces %zu and %zu: both are of party '%s'", k,
                            i, party);
    }
    return PHW_OK;
}

static phw_status check_traces(const phw_trace *const *traces, size_t n)
{
    if (n == 0 || n > PHW_TRACE_MOST_GROUPS)
        return phw_fail(PHW_EARG, "%zu traces; expected 1 to %d", n,
                        PHW_TRACE_MOST_GROUPS);
    for (size_t i = 0; i < n; ++i) {
        PHW_TRY(check_party(traces, i));
        const phw_trace *t = traces[i];
        if (t->n_probes == 0 || t->n_coefficients == 0 || t->n_antennas == 0 ||
            t->n_coefficients % t->n_antennas != 0)
            return phw_fail(PHW_EARG,
                            "trace '%s': %zu probes of %zu coefficients, %zu antennas; "
                            "expected none 0 and antennas that divide coefficients",
                            t->party, t->n_probes, t->n_coefficients, t->n_antennas);
        const phw_status s = phw_trace_check(t);
        if (s)
            return phw_fail_within(s, "trace '%s'", t->party);
    }
    return PHW_OK;
}

static phw_status put_attributes(hid_t group, const phw_trace *t)
{
    PHW_TRY(phw_h5_put_text(group, "kind", phw_trace_kind_name(t->kind)));
    PHW_TRY(phw_h5_put_number(group, "carrier_hz", t->carrier_hz));
    PHW_TRY(phw_h5_put_number(group, "bandwidth_hz", t->bandwidth_hz));
    PHW_TRY(phw_h5_put_number(group, "noise_variance", t->noise_variance));
    PHW_TRY(phw_h5_put_integer(group, "n_antennas", (int64_t)t->n_antennas));
    PHW_TRY(phw_h5_put_integer(group, "has_time", t->has_time));
    return phw_h5_put_text(group, "origin", t->origin);
}

static phw_status put_arrays(hid_t group, const phw_trace *t)
{
    const bool is_complex = phw_trace_kind_is_complex(t->kind);
    const phw_h5_array H = {.name = "H",
                            .unit = unit_of_values(t->kind),
                            .element = is_complex ? PHW_H5_CF32 : PHW_H5_F32,
                            .rows = t->n_probes,
                            .columns = t->n_coefficients};
    const phw_h5_array time_s = {
        .name = "time_s", .unit = "s", .element = PHW_H5_F64, .rows = t->n_probes};
    const phw_h5_array sequence = {
        .name = "sequence", .element = PHW_H5_I64, .rows = t->n_probes};
    const phw_h5_array coefficient = {.name = "coefficient",
                                      .unit = unit_of_coefficients(t->kind),
                                      .element = PHW_H5_F64,
                                      .rows = t->n_coefficients};
    const void *values = is_complex ? (const void *)t->cplx : t->real;
    PHW_TRY(phw_h5_put_array(group, &H, values));
    PHW_TRY(phw_h5_put_array(group, &time_s, t->time_s));
    PHW_TRY(phw_h5_put_array(group, &sequence, t->sequence));
    return phw_h5_put_array(group, &coefficient, t->coefficient);
}

static phw_status put_trace(hid_t file, const phw_trace *t)
{
    int64_t group = -1;
    PHW_TRY(phw_h5_put_group(&group, file, t->party));
    phw_status s = put_attributes(group, t);
    if (!s)
        s = put_arrays(group, t);
    if (!s)
        s = phw_trace_columns_put(group, t);
    (void)H5Gclose(group);
    return s;
}

/* A file in memory alone, in the oldest format, which every reader takes, without time
 * stamps. (The images of newer formats come out of HDF5 1.10.8 with a wrong checksum of
 * their first block: H5Fget_file_image() clears a flag in it.) */
static hid_t create_image(void)
{
    hid_t file = -1;
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    const hid_t how = H5Pcreate(H5P_FILE_CREATE);
    if (H5Pset_fapl_core(access, IMAGE_STEP, false) >= 0 &&
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 &&
        H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18) >= 0 &&
        H5Pset_obj_track_times(how, false) >= 0)
        file = H5Fcreate("phyward-trace", H5F_ACC_TRUNC, how, access);
    (void)H5Pclose(how);
    (void)H5Pclose(access);
    return file;
}

static phw_status take_image(uint8_t **out, size_t *size, hid_t file)
{
    if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0)
        return phw_fail(PHW_ENOMEM, "HDF5 can't build the file");
    const ssize_t n = H5Fget_file_image(file, NULL, 0);
    if (n <= 0)
        return phw_fail(PHW_ENOMEM, "HDF5 can't build the file");
    uint8_t *image = malloc((size_t)n);
    if (image == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zd bytes", n);
    if (H5Fget_file_image(file, image, (size_t)n) != n) {
        free(image);
        return phw_fail(PHW_ENOMEM, "HDF5 can't build the file");
    }
    *out = image;
    *size = (size_t)n;
    return PHW_OK;
}

static phw_status build(uint8_t **out, size_t *size, const phw_trace *const *traces,
                        size_t n)
{
    const hid_t file = create_image();
    if (file < 0)
        return phw_fail(PHW_ENOMEM, "HDF5 can't make a file in memory");
    phw_status s = phw_h5_put_text(file, "format", FORMAT);
    if (!s)
        s = phw_h5_put_integer(file, "version", VERSION);
    for (size_t i = 0; !s && i < n; ++i)
        s = put_trace(file, traces[i]);
    if (!s)
        s = take_image(out, size, file);
    (void)H5Fclose(file);
    return s;
}

/* The same with libhdf5's own messages off. */
static phw_status build_silently(uint8_t **out, size_t *size,
                                 const phw_trace *const *traces, size_t n)
{
    phw_status s = PHW_OK;
    H5E_BEGIN_TRY
    {
        s = build(out, size, traces, n);
    }
    H5E_END_TRY
    return s;
}

phw_status phw_trace_append(phw_writer *w, const phw_trace *const *traces, size_t n)
{
    uint8_t *image = NULL;
    size_t size = 0;
    PHW_TRY(check_traces(traces, n));
    PHW_TRY(build_silently(&image, &size, traces, n));
    phw_writer_write(w, image, size);
    free(image);
    return PHW_OK;
}

phw_status phw_trace_write(const char *path, const phw_trace *const *traces, size_t n)
{
    phw_writer *w = NULL;
    PHW_TRY(phw_writer_create(&w, path, false));
    const phw_status s = phw_trace_append(w, traces, n);
    if (!s)
        return phw_writer_commit(w);
    phw_writer_discard(w);
    return phw_fail_within(s, "%s", path);
}

bool phw_trace_file_is(const char *path)
{
    static const unsigned char signature[8] = "\x89HDF\r\n\x1a\n";
    unsigned char head[8];
    FILE *stream = phw_file_open(path);
    if (stream == NULL)
        return false;
    const bool whole = fread(head, 1, sizeof head, stream) == sizeof head;
    (void)fclose(stream);
    return whole && memcmp(head, signature, sizeof head) == 0;
}

static phw_status open_bytes(phw_h5_file *out, const uint8_t *bytes, size_t size)
{
    char format[32] = "";
    double version = 0.0;
    PHW_TRY(phw_h5_open(out, bytes, size));
    PHW_TRY(phw_h5_get_text(out, out->root, "format", format, sizeof format, true));
    PHW_TRY(phw_h5_get_number(out, out->root, "version", &version));
    if (strcmp(format, FORMAT) != 0 || version != VERSION)
        return phw_fail(PHW_EINPUT,
                        "format '%s' version %g; expected '" FORMAT "' version %d",
                        format, version, VERSION);
    return PHW_OK;
}

/* The objects of the root, in a fresh array. */
static phw_status list_groups(phw_h5_link **out, size_t *n, const phw_h5_file *file)
{
    phw_h5_link *links = calloc(PHW_TRACE_MOST_GROUPS, sizeof *links);
    if (links == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for its groups");
    size_t found = 0;
    phw_status s = phw_h5_list(file, file->root, links, &found, PHW_TRACE_MOST_GROUPS);
    if (!s && found == 0)
        s = phw_fail(PHW_EINPUT, "holds no groups; expected one a party");
    if (s) {
        free(links);
        return s;
    }
    *out = links;
    *n = found;
    return PHW_OK;
}

static phw_status fail_choice(const phw_h5_link *groups, size_t n, const char *asked)
{
    char names[300] = "";
    size_t at = 0;
    for (size_t i = 0; i < n && at + 8 < sizeof names; ++i) {
        const int shown = snprintf(names + at, sizeof names - at, "%s%s",
                                   i > 0 ? ", " : "", groups[i].name);
        at += shown > 0 ? (size_t)shown : 0;
    }
    if (asked != NULL)
        return phw_fail(PHW_EINPUT, "no group '%.64s'; there are: %s", asked, names);
    return phw_fail(PHW_EINPUT, "holds %zu groups; name one (FILE:GROUP) of: %s", n,
                    names);
}

static phw_status choose_group(phw_h5_link *out, const phw_h5_file *file,
                               const char *asked)
{
    phw_h5_link *groups = NULL;
    size_t n = 0;
    PHW_TRY(list_groups(&groups, &n, file));
    size_t i = 0;
    while (asked != NULL && i < n && strcmp(groups[i].name, asked) != 0)
        ++i;
    phw_status s = PHW_OK;
    if (i == n || (asked == NULL && n > 1))
        s = fail_choice(groups, n, asked);
    else
        *out = groups[i];
    free(groups);
    return s;
}

static phw_status get_kind(phw_trace_kind *out, const phw_h5_file *file, uint64_t group)
{
    char name[32] = "";
    PHW_TRY(phw_h5_get_text(file, group, "kind", name, sizeof name, true));
    for (int k = 0; k < PHW_N_TRACE_KINDS; ++k) {
        if (strcmp(name, phw_trace_kind_name((phw_trace_kind)k)) == 0) {
            *out = (phw_trace_kind)k;
            return PHW_OK;
        }
    }
    return phw_fail(PHW_EINPUT,
                    "attribute kind is '%s'; expected power_db, amplitude, cir or cfr",
                    name);
}

static phw_status get_amount(double *out, const phw_h5_file *file, uint64_t group,
                             const char *name)
{
    PHW_TRY(phw_h5_get_number(file, group, name, out));
    if (*out < 0.0)
        return phw_fail(PHW_EINPUT, "attribute %s is %g; expected 0 or more", name,
                        *out);
    return PHW_OK;
}

static phw_status get_attributes(phw_trace *t, const phw_h5_file *file, uint64_t group)
{
    double n_antennas = 1.0;
    double has_time = 1.0;
    PHW_TRY(get_amount(&t->carrier_hz, file, group, "carrier_hz"));
    PHW_TRY(get_amount(&t->bandwidth_hz, file, group, "bandwidth_hz"));
    PHW_TRY(get_amount(&t->noise_variance, file, group, "noise_variance"));
    PHW_TRY(get_amount(&n_antennas, file, group, "n_antennas"));
    PHW_TRY(get_amount(&has_time, file, group, "has_time"));
    t->has_time = has_time != 0.0;
    if (!(n_antennas >= 1.0 && n_antennas <= (double)t->n_coefficients) ||
        t->n_coefficients % (size_t)n_antennas != 0)
        return phw_fail(PHW_EINPUT,
                        "attribute n_antennas is %g; expected a divisor of the %zu "
                        "coefficients",
                        n_antennas, t->n_coefficients);
    t->n_antennas = (size_t)n_antennas;
    return phw_h5_get_text(file, group, "origin", t->origin, sizeof t->origin, false);
}

/* Finds an array of a group by its name. */
static phw_status get_array(phw_h5_found *out, const phw_h5_file *file, uint64_t group,
                            const char *name)
{
    phw_h5_link links[MOST_ARRAYS];
    size_t n = 0;
    PHW_TRY(phw_h5_list(file, group, links, &n, MOST_ARRAYS));
    for (size_t i = 0; i < n; ++i) {
        if (strcmp(links[i].name, name) == 0)
            return phw_h5_find_array(out, file, links[i].node, name);
    }
    return phw_fail(PHW_EINPUT, "%s is missing; expected an array of this file", name);
}

/* An array of `n` numbers. */
static phw_status get_column(phw_h5_found *out, size_t n, const phw_h5_file *file,
                             uint64_t group, const char *name)
{
    PHW_TRY(get_array(out, file, group, name));
    if (out->type.class_ != PHW_H5_INTEGER && out->type.class_ != PHW_H5_REAL)
        return phw_fail(PHW_EINPUT, "%s does not hold numbers", name);
    if (out->rows != n || out->columns != 1)
        return phw_fail(PHW_EINPUT, "%s is %zu x %zu, but H asks for %zu", name,
                        out->rows, out->columns, n);
    return PHW_OK;
}

static phw_status get_arrays(phw_trace *t, const phw_h5_file *file, uint64_t group)
{
    phw_h5_found found;
    PHW_TRY(get_column(&found, t->n_probes, file, group, "time_s"));
    phw_h5_read_doubles(&found, t->time_s);
    PHW_TRY(get_column(&found, t->n_probes, file, group, "sequence"));
    if (found.type.class_ != PHW_H5_INTEGER)
        return phw_fail(PHW_EINPUT, "sequence does not hold whole numbers");
    phw_h5_read_integers(&found, t->sequence);
    PHW_TRY(get_column(&found, t->n_coefficients, file, group, "coefficient"));
    phw_h5_read_doubles(&found, t->coefficient);
    PHW_TRY(get_attributes(t, file, group));
    return phw_trace_check(t);
}

static phw_status check_values(const phw_h5_found *H, phw_trace_kind kind)
{
    if (phw_trace_kind_is_complex(kind) && H->type.class_ != PHW_H5_COMPLEX)
        return phw_fail(PHW_EINPUT, "H is not complex; expected {r, i} of floats");
    if (!phw_trace_kind_is_complex(kind) && H->type.class_ != PHW_H5_INTEGER &&
        H->type.class_ != PHW_H5_REAL)
        return phw_fail(PHW_EINPUT, "H does not hold real numbers");
    return PHW_OK;
}

static phw_status get_trace(phw_trace *out, const phw_h5_file *file, uint64_t group)
{
    phw_h5_found H;
    phw_trace_kind kind = PHW_TRACE_POWER_DB;
    PHW_TRY(get_kind(&kind, file, group));
    PHW_TRY(get_array(&H, file, group, "H"));
    PHW_TRY(check_values(&H, kind));
    phw_trace t = {0};
    PHW_TRY(phw_trace_alloc(&t, kind, H.rows, H.columns));
    if (t.cplx != NULL)
        phw_h5_read_complex(&H, t.cplx);
    else
        phw_h5_read_floats(&H, t.real);
    phw_status s = phw_trace_columns_get(&t, file, group);
    if (!s)
        s = get_arrays(&t, file, group);
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    *out = t;
    return PHW_OK;
}

phw_status phw_trace_parse(phw_trace *out, const void *bytes, size_t size,
                           const char *group)
{
    phw_h5_file file;
    phw_h5_link link = {0};
    phw_trace t = {0};
    PHW_TRY(open_bytes(&file, bytes, size));
    PHW_TRY(choose_group(&link, &file, group));
    const phw_status s = get_trace(&t, &file, link.node);
    if (s)
        return phw_fail_within(s, "group %s", link.name);
    memcpy(t.party, link.name, sizeof t.party);
    *out = t;
    return PHW_OK;
}

phw_status phw_trace_read(phw_trace *out, const char *path, const char *group)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&bytes, &size, path, PHW_TRACE_MOST_BYTES));
    const phw_status s = phw_trace_parse(out, bytes, size, group);
    free(bytes);
    return s ? phw_fail_within(s, "%s", path) : PHW_OK;
}

static phw_status copy_names(phw_trace_group **out, size_t *n, const phw_h5_file *file)
{
    phw_h5_link *links = NULL;
    PHW_TRY(list_groups(&links, n, file));
    phw_trace_group *groups = calloc(*n, sizeof *groups);
    for (size_t i = 0; groups != NULL && i < *n; ++i)
        memcpy(groups[i].name, links[i].name, sizeof groups[i].name);
    free(links);
    if (groups == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for its groups");
    *out = groups;
    return PHW_OK;
}

phw_status phw_trace_groups(phw_trace_group **out, size_t *n, const char *path)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    phw_h5_file file;
    phw_trace_group *groups = NULL;
    size_t found = 0;
    PHW_TRY(phw_file_read(&bytes, &size, path, PHW_TRACE_MOST_BYTES));
    phw_status s = open_bytes(&file, bytes, size);
    if (!s)
        s = copy_names(&groups, &found, &file);
    free(bytes);
    if (s)
        return phw_fail_within(s, "%s", path);
    *out = groups;
    *n = found;
    return PHW_OK;
}
