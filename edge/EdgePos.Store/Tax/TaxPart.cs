using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>One of the taxes of an item.</summary>
/// <param name="Name">What the receipt says; empty: the rate says enough.</param>
/// <param name="Rate">The rate.</param>
/// <param name="SharePpm">The part of the price that it stands on: 1,000,000 is all of it.</param>
public sealed record TaxPart(string Name, Rate Rate, long SharePpm);

/// <summary>A row of the tax table: what a category of goods is taxed from a day on.</summary>
/// <param name="Code">The category.</param>
/// <param name="From">The first day it holds; the row before holds until the day before.</param>
/// <param name="Parts">The taxes: each on all of the price, or each on its share of it and the shares are the whole.</param>
public sealed record TaxCategory(string Code, DateOnly From, ImmutableArray<TaxPart> Parts)
{
    /// <summary>Longest code and name, in characters.</summary>
    public const int MaxLength = 20;

    /// <summary>Most taxes of one category.</summary>
    public const int MaxParts = 5;

    /// <summary>Says what is wrong with a row; null: nothing.</summary>
    public static Refusal? Check(TaxCategory row)
    {
        Refusal Bad(string field, string what) => new(RefusalCode.PriceBookRowInvalid, field, row.Code, what);

        if (!Words.Fit(row.Code, 1, MaxLength))
            return Bad("code", $"the category must have 1 to {MaxLength} characters and no space at its ends");
        if (row.Parts.Length is 0 or > MaxParts)
            return Bad("parts", $"a category has 1 to {MaxParts} taxes");
        if (row.Parts.Any(part => part.Rate.Ppm is < 0 or > Rate.Whole))
            return Bad("parts.rate_ppm", "a rate must be from 0 to 1000000");
        if (row.Parts.Any(part => part.Name.Length > MaxLength || part.Name.Any(char.IsControl)))
            return Bad("parts.name", $"a name may have {MaxLength} characters");
        bool stacks = row.Parts.All(part => part.SharePpm == Rate.Whole);
        bool splits = row.Parts.All(part => part.SharePpm is > 0 and <= Rate.Whole) && row.Parts.Sum(part => part.SharePpm) == Rate.Whole;
        return stacks || splits ? null : Bad("parts.share_ppm", "the shares of its taxes must be 1000000 each, or 1000000 together");
    }
}
