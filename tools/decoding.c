#include "tools/decoding.h"

#include "tools/decoded.h"
#include "tools/progress.h"

json_t *phw_decoding_row(phw_decoding *d, uint64_t start_sample)
{
    json_t *row = json_object();
    ++d->n_rows;
    if (json_array_append_new(d->rows, row) != 0)
        return NULL;
    phw_decoded_count(row, "start_sample", start_sample);
    return row;
}

void phw_decoding_pass(phw_decoding *d, uint64_t end)
{
    const size_t most = d->window.n;
    const size_t to = end < most ? (size_t)end : most;
    d->done = to > d->done ? to : d->done;
}

static phw_status decode_all(const phw_decoder *decoder, void *own, phw_decoding *d,
                             phw_progress *bar)
{
    const phw_sample_window *w = &d->window;
    do {
        PHW_TRY(phw_sample_window_move(&d->window, d->source, d->done));
        d->safe = w->last ? w->n : w->n - d->reach;
        d->done = d->safe;
        PHW_TRY(decoder->decode(own, d));
        phw_progress_show(bar, (double)(w->from + w->n));
    } while (!w->last);
    d->n_samples = w->from + w->n;
    return PHW_OK;
}

static phw_status prepare(const phw_decoder *decoder, void *own, phw_decoding *d,
                          const phw_arguments *arguments)
{
    PHW_TRY(phw_decoded_open(&d->source, arguments));
    d->rate_hz = phw_sample_source_info(d->source)->rate_hz;
    PHW_TRY(decoder->prepare(own, d, arguments));
    PHW_TRY(phw_sample_window_alloc(&d->window, d->size));
    d->rows = json_array();
    return d->rows != NULL ? PHW_OK : phw_fail(PHW_ENOMEM, "no memory");
}

static phw_status report(const phw_decoder *decoder, const void *own,
                         const phw_decoding *d, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_decoded_begin(r, d->source, arguments, d->n_samples);
    decoder->report(own, d, r);
    phw_sample_source_report(d->source, r);
    phw_result_json(r, decoder->rows, decoder->rows, json_incref(d->rows));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status work(const phw_decoder *decoder, void *own, phw_decoding *d,
                       const phw_arguments *arguments)
{
    PHW_TRY(prepare(decoder, own, d, arguments));
    phw_progress bar;
    phw_progress_start(&bar, "decoding", phw_sample_source_total(d->source), arguments);
    const phw_status s = decode_all(decoder, own, d, &bar);
    phw_progress_end(&bar);
    PHW_TRY(s);
    PHW_TRY(report(decoder, own, d, arguments));
    if (d->n_rows == 0)
        return decoder->refuse(own, d, phw_argument_positional(arguments, 0));
    return PHW_OK;
}

phw_status phw_decoding_run(const phw_decoder *decoder, void *own,
                            const phw_arguments *arguments)
{
    phw_decoding d = {0};
    const phw_status s = work(decoder, own, &d, arguments);
    json_decref(d.rows);
    phw_sample_window_free(&d.window);
    phw_sample_source_close(d.source);
    return s;
}
