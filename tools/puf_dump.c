#include "tools/puf_dump.h"

#include <stdlib.h>

#include <sodium.h>

#include "auth/cell_entropy.h"
#include "core/file.h"
#include "tools/index_list.h"

phw_status phw_puf_readouts(phw_readouts *out, const char *path, size_t size,
                            const phw_arguments *arguments)
{
    uint8_t *bytes = NULL;
    size_t n_bytes = 0;
    PHW_TRY(phw_file_read(&bytes, &n_bytes, path, PHW_PUF_DUMP_MAX));
    size_t readout = size > 0 ? size : n_bytes;
    if (phw_argument_given(arguments, "readout-bytes"))
        readout = (size_t)phw_argument_count(arguments, "readout-bytes");
    phw_status s = PHW_OK;
    if (n_bytes == 0)
        s = phw_fail(PHW_EINPUT, "%s: empty; expected read-outs of a chip's memory",
                     path);
    else if (readout > PHW_READOUT_SIZE_MAX)
        s = phw_fail(PHW_EINPUT,
                     "%s: a read-out of %zu bytes, at most %zu; give "
                     "--readout-bytes",
                     path, readout, PHW_READOUT_SIZE_MAX);
    else if (8 * readout < PHW_CELL_ENTROPY_MIN)
        s = phw_fail(PHW_ESHORT,
                     "%s: a read-out of %zu cells; at least %d tell their entropy",
                     path, 8 * readout, PHW_CELL_ENTROPY_MIN);
    else if (phw_readouts_parse(out, bytes, n_bytes, readout) != PHW_OK)
        s = phw_fail_within(PHW_EINPUT, "%s", path);
    sodium_memzero(bytes, n_bytes);
    free(bytes);
    return s;
}

phw_status phw_puf_dump_read(phw_puf_dump *out, const char *path, size_t size,
                             const phw_arguments *arguments)
{
    phw_puf_dump d = {.n_indices = 0};
    phw_indices list = {0};
    PHW_TRY(phw_puf_readouts(&d.readouts, path, size, arguments));
    phw_status s = phw_indices_read(
        &list, "--index", phw_argument_text(arguments, "index"), d.readouts.n);
    d.n_indices = list.n;
    if (!s)
        s = phw_readouts_majority(&d.cells, &d.readouts, list.index, list.n);
    phw_indices_free(&list);
    if (s)
        phw_puf_dump_free(&d);
    else
        *out = d;
    return s;
}

void phw_puf_dump_free(phw_puf_dump *d)
{
    phw_bits_free(&d->cells);
    phw_readouts_free(&d->readouts);
}
