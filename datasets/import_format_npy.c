#include "datasets/import_format_npy.h"

#include "datasets/import_matrix.h"
#include "datasets/npy.h"

static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    (void)path;
    return phw_npy_is(head, n_head);
}

static phw_status read(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options)
{
    phw_matrix m = {0};
    phw_trace t = {0};
    PHW_TRY(phw_npy_parse(&m, byte, n));
    phw_status s = phw_import_matrix(&t, &m, path, options);
    if (!s)
        phw_import_note_rounded(out, &m);
    if (!s)
        s = phw_import_take(out, &t);
    phw_matrix_free(&m);
    return s;
}

const phw_import_format phw_import_format_npy = {
    .name = "npy",
    .summary = "NumPy array, probes by coefficients",
    .reference = "numpy.lib.format, versions 1 to 3",
    .matches = matches,
    .read = read,
};
