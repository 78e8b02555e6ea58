#include "datasets/truth.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "datasets/table.h"

#define MOST_BYTES ((size_t)64 << 20)
#define FIRST      256

enum {
    FILE_NAME = 0,
    START_SAMPLE,
    TRANSMITTER,
    N_COLUMNS
};

static const char *const column_name[N_COLUMNS] = {"file", "start_sample",
                                                   "transmitter"};

static phw_status make_room(phw_truth *t)
{
    if (t->n < t->n_allocated)
        return PHW_OK;
    const size_t n = t->n_allocated > 0 ? 2 * t->n_allocated : FIRST;
    phw_truth_row *grown = reallocarray(t->row, n, sizeof *grown);
    if (grown == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu frames", n);
    t->row = grown;
    t->n_allocated = n;
    return PHW_OK;
}

static phw_status find_columns(size_t column[N_COLUMNS], const phw_table *t)
{
    for (size_t i = 0; i < N_COLUMNS; ++i) {
        char names[200];
        column[i] = phw_table_find(t, column_name[i]);
        if (column[i] != PHW_NO_COLUMN)
            continue;
        phw_table_list(t, names, sizeof names);
        return phw_fail(PHW_EINPUT, "%s: no column '%s'; there are: %s", t->name,
                        column_name[i], names);
    }
    return PHW_OK;
}

/* A cell's text; a file's without its folders. */
static phw_status copy(char *out, size_t size, const phw_table *t, phw_slice cell,
                       size_t which)
{
    if (which == FILE_NAME) {
        for (const char *at = cell.from; at < cell.end; ++at)
            cell.from = *at == '/' ? at + 1 : cell.from;
    }
    const size_t n = (size_t)(cell.end - cell.from);
    if (n >= size)
        return phw_fail(PHW_EINPUT, "%s: line %zu: %s of %zu bytes; at most %zu",
                        t->name, t->line, column_name[which], n, size - 1);
    memcpy(out, cell.from, n);
    out[n] = '\0';
    return PHW_OK;
}

static phw_status read_row(phw_truth_row *out, const phw_table *t, phw_slice line,
                           const size_t column[N_COLUMNS])
{
    phw_slice own[N_COLUMNS] = {{NULL, NULL}};
    phw_slice cell;
    phw_cells cells = phw_cells_of(t, line);
    for (size_t i = 0; phw_cells_next(&cells, &cell); ++i) {
        for (size_t k = 0; k < N_COLUMNS; ++k)
            own[k] = column[k] == i ? cell : own[k];
    }
    if (own[FILE_NAME].from == NULL || own[START_SAMPLE].from == NULL ||
        !phw_table_number(t, &out->start_sample, own[START_SAMPLE]) ||
        !isfinite(out->start_sample))
        return phw_fail(PHW_EINPUT, "%s: line %zu: no file or start_sample", t->name,
                        t->line);
    PHW_TRY(copy(out->file, sizeof out->file, t, own[FILE_NAME], FILE_NAME));
    out->transmitter[0] = '\0';
    if (own[TRANSMITTER].from == NULL)
        return PHW_OK;
    return copy(out->transmitter, sizeof out->transmitter, t, own[TRANSMITTER],
                TRANSMITTER);
}

static phw_status read_rows(phw_truth *out, phw_table *t)
{
    size_t column[N_COLUMNS];
    phw_slice line;
    PHW_TRY(find_columns(column, t));
    while (phw_table_next(t, &line)) {
        PHW_TRY(make_room(out));
        PHW_TRY(read_row(&out->row[out->n], t, line, column));
        ++out->n;
    }
    if (out->n == 0)
        return phw_fail(PHW_EINPUT, "%s: no frame in the table", t->name);
    return PHW_OK;
}

phw_status phw_truth_read(phw_truth *out, const char *path)
{
    uint8_t *text = NULL;
    size_t size = 0;
    phw_table table;
    phw_truth truth = {0};
    PHW_TRY(phw_file_read(&text, &size, path, MOST_BYTES));
    phw_status s = phw_table_start(&table, (const char *)text, size, path, 0);
    if (!s) {
        s = read_rows(&truth, &table);
        phw_table_end(&table);
    }
    free(text);
    if (s)
        phw_truth_free(&truth);
    else
        *out = truth;
    return s;
}

void phw_truth_free(phw_truth *t)
{
    free(t->row);
    *t = (phw_truth){0};
}

const char *phw_truth_find(const phw_truth *t, const char *file, double start_sample,
                           double tolerance)
{
    const char *found = "";
    double nearest = tolerance;
    for (size_t i = 0; i < t->n; ++i) {
        const double apart = fabs(t->row[i].start_sample - start_sample);
        if (apart <= nearest && strcmp(t->row[i].file, file) == 0) {
            nearest = apart;
            found = t->row[i].transmitter;
        }
    }
    return found;
}
