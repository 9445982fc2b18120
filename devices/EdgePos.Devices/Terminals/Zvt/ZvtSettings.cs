using System.Collections.Frozen;
using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>What a ZVT terminal must be told.</summary>
/// <param name="Password">Six digits; most terminals want 000000 or a password of the network operator.</param>
/// <param name="Currency">What it charges in.</param>
public sealed record ZvtSettings(string Password, Currency Currency)
{
    // ISO 4217:2015 list one: those of countries where terminals speak ZVT, and their neighbours.
    private static readonly FrozenDictionary<string, int> Numbers = new Dictionary<string, int>
    {
        ["EUR"] = 978,
        ["CHF"] = 756,
        ["GBP"] = 826,
        ["DKK"] = 208,
        ["NOK"] = 578,
        ["SEK"] = 752,
        ["PLN"] = 985,
        ["CZK"] = 203,
        ["HUF"] = 348,
        ["RON"] = 946,
        ["USD"] = 840,
    }.ToFrozenDictionary();

    /// <summary>ISO 4217 number of the currency; 0 where terminals of this kind do not take it.</summary>
    public int CurrencyNumber => Numbers.GetValueOrDefault(Currency.Code);
}
