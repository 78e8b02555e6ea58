#include "tools/outputs.h"

#include <jansson.h>

#include "tools/cancel.h"
#include "tools/printable.h"

phw_status phw_outputs_add(phw_writer **out, phw_outputs *outputs, const char *path,
                           bool private_file)
{
    phw_writer *w = NULL;
    if (outputs->n == PHW_OUTPUTS_MAX)
        return phw_fail(PHW_EIO, "%s: more than %d files of one run; ask for fewer",
                        path, PHW_OUTPUTS_MAX);
    PHW_TRY(phw_writer_create(&w, path, private_file));
    outputs->writer[outputs->n++] = w;
    *out = w;
    return PHW_OK;
}

phw_status phw_outputs_add_key(phw_outputs *outputs, const phw_key *key,
                               const char *path)
{
    phw_writer *w = NULL;
    if (path == NULL)
        return PHW_OK;
    PHW_TRY(phw_outputs_add(&w, outputs, path, true));
    phw_writer_write(w, key->byte, key->size);
    return PHW_OK;
}

json_t *phw_outputs_list(const phw_outputs *outputs)
{
    json_t *paths = json_array();
    for (size_t i = 0; i < outputs->n; ++i)
        (void)json_array_append_new(paths,
                                    phw_printable(phw_writer_path(outputs->writer[i])));
    return paths;
}

phw_status phw_outputs_commit(phw_outputs *outputs)
{
    const phw_status s = phw_cancel_check();
    if (s) {
        phw_outputs_discard(outputs);
        return s;
    }
    const size_t n = outputs->n;
    outputs->n = 0;
    return phw_writer_commit_all(outputs->writer, n);
}

void phw_outputs_discard(phw_outputs *outputs)
{
    for (size_t i = 0; i < outputs->n; ++i)
        phw_writer_discard(outputs->writer[i]);
    outputs->n = 0;
}
