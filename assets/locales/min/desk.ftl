flash-reply-held = Balehan awak lah ditarimo. Moderator mamareso dulu; sabalun tampil, cuma awak jo moderator nan mancaliak.
