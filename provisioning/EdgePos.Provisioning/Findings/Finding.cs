using System.Text.Json.Serialization;

namespace EdgePos.Provisioning;

/// <summary>How something is that was looked at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingState>))]
internal enum FindingState
{
    /// <summary>Nothing is to be done.</summary>
    [JsonStringEnumMemberName("well")]
    Well,

    /// <summary>It could not be looked at, or this machine has none of it. That is no trouble by itself.</summary>
    [JsonStringEnumMemberName("could_not_look")]
    CouldNotLook,

    /// <summary>The box works, and a person should look after this soon.</summary>
    [JsonStringEnumMemberName("look")]
    Look,

    /// <summary>Something does not work, or is about to stop working.</summary>
    [JsonStringEnumMemberName("bad")]
    Bad,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Its name in snake case. It stays: scripts go by it.</param>
/// <param name="State">How it is.</param>
/// <param name="Seen">What was seen, with figures.</param>
/// <param name="Advice">What to do, one sentence for a technician; empty where nothing is to be done.</param>
internal sealed record Finding(string Name, FindingState State, string Seen, string Advice = "")
{
    /// <summary>The figures for a program, each with its unit in its name.</summary>
    public IReadOnlyDictionary<string, long> Figures { get; init; } = new Dictionary<string, long>();

    /// <summary>True where a person is to do something.</summary>
    [JsonIgnore]
    public bool NeedsPerson => State is FindingState.Look or FindingState.Bad;

    /// <summary>Nothing is to be done. Whoever asked gives it its name.</summary>
    public static Finding Well(string seen) => new("", FindingState.Well, seen);

    /// <summary>A person should look after it soon.</summary>
    public static Finding Look(string seen, string advice) => new("", FindingState.Look, seen, advice);

    /// <summary>It does not work.</summary>
    public static Finding Bad(string seen, string advice) => new("", FindingState.Bad, seen, advice);

    /// <summary>It could not be looked at, or there is none.</summary>
    public static Finding NotSeen(string why, string advice = "") => new("", FindingState.CouldNotLook, why, advice);

    /// <summary>Several findings as one: the worst decides and says what to do, and what is well is not told.</summary>
    /// <param name="well">What is said where nothing is wrong.</param>
    public static Finding Worst(string well, IReadOnlyList<Finding> all) => all.MaxBy(one => one.State) switch
    {
        null or { State: FindingState.Well } => Well(well),
        var worst => worst with
        {
            Seen = string.Join("; ", all.Where(one => one.State != FindingState.Well).OrderByDescending(one => one.State)
                .Select(one => one.Seen)),
        },
    };
}
