#include "tools/exit_status.h"

static const phw_exit_meaning meaning[] = {
    {0, "done"},
    {1, "the protocol or a check ended without success"},
    {2, "usage"},
    {3, "input malformed"},
    {4, "input/output failed"},
    {5, "refused"},
    {6, "nothing found, or not enough entropy for a key"},
    {130, "interrupted"},
};

int phw_exit_status(phw_status s)
{
    static const unsigned char table[PHW_N_STATUS] = {
        [PHW_OK] = 0,     [PHW_ENOCONV] = 1, [PHW_EPEER] = 1,     [PHW_EARG] = 2,
        [PHW_EINPUT] = 3, [PHW_EIO] = 4,     [PHW_ENOMEM] = 4,    [PHW_EAUTH] = 5,
        [PHW_ESHORT] = 6, [PHW_ENOKEY] = 6,  [PHW_ECANCEL] = 130,
    };
    return table[s];
}

const phw_exit_meaning *phw_exit_meaning_at(size_t i)
{
    return i < sizeof meaning / sizeof meaning[0] ? &meaning[i] : NULL;
}
