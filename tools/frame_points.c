#include "tools/frame_points.h"

/* Points that one frame gives: two symbols of 48. */
#define OF_A_FRAME 96

#define NO_KIND PHW_FRAME_POINTS_KINDS

static const char *const kind_name[PHW_FRAME_POINTS_KINDS] = {"BPSK", "QPSK", "16-QAM",
                                                              "64-QAM"};

const char *phw_frame_points_name(size_t kind)
{
    return kind_name[kind];
}

/* Of an MCS of one stream (IEEE Std 802.11-2020, table 19-27). */
static size_t kind_of_mcs(unsigned mcs)
{
    static const size_t kind[] = {0, 1, 1, 2, 2, 3, 3, 3};
    return kind[mcs % 8];
}

static size_t kind_of_rate(unsigned rate_mbps)
{
    if (rate_mbps < 12)
        return 0;
    if (rate_mbps < 24)
        return 1;
    return rate_mbps < 48 ? 2 : 3;
}

static size_t kind_of(const phw_wifi_frame *frame, const phw_wifi_data *data)
{
    if (!data->decoded || data->n_points == 0)
        return NO_KIND;
    if (data->format == PHW_WIFI_HT)
        return data->ht_ok ? kind_of_mcs(data->ht.mcs) : NO_KIND;
    return kind_of_rate(frame->rate_mbps);
}

/* Every second point goes, and from now on every second frame counts. */
static void halve(phw_frame_point_set *s)
{
    s->n /= 2;
    for (size_t i = 0; i < s->n; ++i) {
        s->re[i] = s->re[2 * i];
        s->im[i] = s->im[2 * i];
    }
    s->every *= 2;
}

void phw_frame_points_add(phw_frame_points *p, const phw_wifi_frame *frame,
                          const phw_wifi_data *data)
{
    const size_t kind = kind_of(frame, data);
    if (kind == NO_KIND)
        return;
    phw_frame_point_set *s = &p->set[kind];
    const size_t n = data->n_points < OF_A_FRAME ? data->n_points : OF_A_FRAME;
    if (s->every == 0)
        s->every = 1;
    if (s->n_frames++ % s->every != 0)
        return;
    if (s->n + n > PHW_FRAME_POINTS_MAX)
        halve(s);
    for (size_t i = 0; i < n; ++i) {
        s->re[s->n] = (double)crealf(data->point[i]);
        s->im[s->n++] = (double)cimagf(data->point[i]);
    }
}
