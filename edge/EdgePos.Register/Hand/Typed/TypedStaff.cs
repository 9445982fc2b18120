using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What is typed about who stands at the register.</summary>
internal abstract record TypedStaff : Typed
{
    /// <summary>Somebody signs in.</summary>
    /// <param name="Who">Number or badge.</param>
    /// <param name="Pin">Empty: it is asked for.</param>
    internal sealed record SignIn(string Who, string Pin) : TypedStaff;

    /// <summary>Who is signed in signs out.</summary>
    internal sealed record Leave : TypedStaff;

    /// <summary>Somebody chooses another PIN.</summary>
    internal sealed record NewPin(string Who, string Pin, string Next) : TypedStaff;

    /// <summary>Somebody says something to the time clock.</summary>
    /// <param name="Who">Number or badge; empty: who is signed in.</param>
    internal sealed record Clock(ClockKind Kind, string Who, string Pin) : TypedStaff;

    /// <summary>Reads it; null: it is something else.</summary>
    public static Typed? Read(string[] words) => (words[0].ToLowerInvariant(), words.Length) switch
    {
        ("signin" or "aanmelden", 2 or 3) => new SignIn(words[1], words.ElementAtOrDefault(2) ?? ""),
        ("signin" or "aanmelden", _) => new Wrong(Say.NotLikeThat, words[0], Say.HintSignIn),
        ("signout" or "afmelden", 1) => new Leave(),
        ("newpin" or "nieuwepin", 4) => new NewPin(words[1], words[2], words[3]),
        ("newpin" or "nieuwepin", _) => new Wrong(Say.NotLikeThat, words[0], Say.HintNewPin),
        ("clock" or "klok", 2 or 4) when KindOf(words[1]) is { } kind =>
            new Clock(kind, words.ElementAtOrDefault(2) ?? "", words.ElementAtOrDefault(3) ?? ""),
        ("clock" or "klok", _) => new Wrong(Say.NotLikeThat, words[0], Say.HintClock),
        _ => null,
    };

    private static ClockKind? KindOf(string word) => word.ToLowerInvariant() switch
    {
        "in" => ClockKind.In,
        "out" or "uit" => ClockKind.Out,
        "break" or "pauze" => ClockKind.BreakBegun,
        "back" or "terug" => ClockKind.BreakEnded,
        _ => null,
    };
}
