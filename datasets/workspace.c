#include "datasets/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/h5_file.h"
#include "datasets/h5_matrix.h"
#include "datasets/h5_value.h"
#include "datasets/mat.h"

/* MATLAB's own text, where HDF5's signature comes after it. */
#define HDF5_HEAD "MATLAB 7.3 MAT-file"

struct phw_workspace {
    phw_variable *variable;
    size_t n;
    phw_mat_variable *level_5; /* of each variable, or NULL: */
    phw_h5_file file;
    phw_h5_link *link;
};

static bool is_hdf5(const uint8_t *bytes, size_t size)
{
    return size > 512 && memcmp(bytes, HDF5_HEAD, strlen(HDF5_HEAD)) == 0;
}

bool phw_workspace_is(const uint8_t *bytes, size_t size)
{
    return phw_mat_is(bytes, size) || is_hdf5(bytes, size);
}

static phw_status open_level_5(phw_workspace *w, const uint8_t *bytes, size_t size)
{
    PHW_TRY(phw_mat_list(&w->level_5, &w->n, bytes, size));
    w->variable = calloc(w->n + 1, sizeof *w->variable);
    if (w->variable == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu variables", w->n);
    for (size_t i = 0; i < w->n; ++i) {
        const phw_mat_variable *v = &w->level_5[i];
        w->variable[i] = (phw_variable){.n_dims = v->n_dims,
                                        .is_complex = v->is_complex,
                                        .is_text = v->is_text,
                                        .is_readable = v->is_readable,
                                        .what = v->what};
        memcpy(w->variable[i].name, v->name, sizeof v->name);
        memcpy(w->variable[i].dim, v->dim, sizeof v->dim);
    }
    return PHW_OK;
}

/* MATLAB's dimensions are HDF5's in reverse. */
static void describe(phw_variable *v, const phw_h5_file *file, const phw_h5_link *link)
{
    char matlab_class[16] = "";
    phw_matrix m = {0};
    memcpy(v->name, link->name, sizeof v->name);
    v->what = "array of no numbers";
    if (phw_h5_matrix_describe(&m, file, link->node, link->name) != PHW_OK)
        return;
    v->is_text = phw_h5_get_text(file, link->node, "MATLAB_class", matlab_class,
                                 sizeof matlab_class, false) == PHW_OK &&
                 strcmp(matlab_class, "char") == 0;
    v->is_readable = true;
    v->is_complex = m.is_complex;
    v->what = v->is_text ? "text" : "array";
    v->n_dims = m.n_dims;
    for (size_t k = 0; k < m.n_dims; ++k)
        v->dim[k] = m.dim[m.n_dims - 1 - k];
}

static phw_status open_hdf5(phw_workspace *w, const uint8_t *bytes, size_t size)
{
    PHW_TRY(phw_h5_open(&w->file, bytes, size));
    w->link = calloc(PHW_MAT_MOST_VARIABLES, sizeof *w->link);
    if (w->link == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the variables");
    PHW_TRY(
        phw_h5_list(&w->file, w->file.root, w->link, &w->n, PHW_MAT_MOST_VARIABLES));
    w->variable = calloc(w->n + 1, sizeof *w->variable);
    if (w->variable == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu variables", w->n);
    for (size_t i = 0; i < w->n; ++i)
        describe(&w->variable[i], &w->file, &w->link[i]);
    return PHW_OK;
}

phw_status phw_workspace_open(phw_workspace **out, const uint8_t *bytes, size_t size)
{
    phw_workspace *w = calloc(1, sizeof *w);
    if (w == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a list of variables");
    const phw_status s =
        is_hdf5(bytes, size) ? open_hdf5(w, bytes, size) : open_level_5(w, bytes, size);
    if (s) {
        phw_workspace_close(w);
        return s;
    }
    *out = w;
    return PHW_OK;
}

void phw_workspace_close(phw_workspace *w)
{
    if (w == NULL)
        return;
    free(w->variable);
    free(w->level_5);
    free(w->link);
    free(w);
}

const phw_variable *phw_workspace_list(const phw_workspace *w, size_t *n)
{
    *n = w->n;
    return w->variable;
}

phw_status phw_workspace_read(phw_matrix *out, const phw_workspace *w, size_t i)
{
    if (w->level_5 != NULL)
        return phw_mat_read(out, &w->level_5[i]);
    phw_matrix m = {0};
    PHW_TRY(phw_h5_matrix_read(&m, &w->file, w->link[i].node, w->link[i].name));
    memcpy(m.dim, w->variable[i].dim, sizeof m.dim);
    const phw_status s = phw_matrix_from_columns(&m);
    if (s) {
        phw_matrix_free(&m);
        return s;
    }
    *out = m;
    return PHW_OK;
}
