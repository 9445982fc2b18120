using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What a selector begins with.</summary>
public enum Reach
{
    /// <summary>The items that it names.</summary>
    Named = 1,

    /// <summary>All items.</summary>
    Everything = 2,
}

/// <summary>Some of the store's items: any that is named in one way or another and not excepted in any.</summary>
public sealed record ItemSelector
{
    /// <summary>All items.</summary>
    public static ItemSelector Everything { get; } = new() { Reach = Reach.Everything };

    /// <summary>What it begins with.</summary>
    public Reach Reach { get; init; } = Reach.Named;

    /// <summary>Items by the store's own code.</summary>
    public ImmutableArray<string> Skus { get; init; } = [];

    /// <summary>All items of these departments.</summary>
    public ImmutableArray<string> Departments { get; init; } = [];

    /// <summary>All items with one of these tags.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Not these items.</summary>
    public ImmutableArray<string> ExceptSkus { get; init; } = [];

    /// <summary>Nothing of these departments.</summary>
    public ImmutableArray<string> ExceptDepartments { get; init; } = [];

    /// <summary>Nothing with one of these tags.</summary>
    public ImmutableArray<string> ExceptTags { get; init; } = [];

    /// <summary>These items.</summary>
    public static ItemSelector OfSkus(params ImmutableArray<string> skus) => new() { Skus = skus };

    /// <summary>All items of these departments.</summary>
    public static ItemSelector OfDepartments(params ImmutableArray<string> departments) =>
        new() { Departments = departments };

    /// <summary>All items with one of these tags.</summary>
    public static ItemSelector OfTags(params ImmutableArray<string> tags) => new() { Tags = tags };
}
