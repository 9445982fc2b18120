namespace EdgePos.Store;

/// <summary>A rule of the store said no. A value, not an exception.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Field">The field of the request at fault, in snake case; empty when it is none in particular.</param>
/// <param name="Args">What the sentence in the texts names, in its order.</param>
public sealed record Refusal(RefusalCode Code, string Field, params string[] Args)
{
    /// <summary>What would be taken instead; null: nothing in particular.</summary>
    public Money? Offer { get; init; }

    /// <summary>The command that waits for somebody's leave, which can be given now; null: none does.</summary>
    public Guid? Waits { get; init; }

    /// <summary>The code as registers see it: UNKNOWN_ITEM.</summary>
    public string Reason { get; } = CodeOf(Code.ToString());

    /// <summary>A name of ours as a stable code: UnknownItem as UNKNOWN_ITEM.</summary>
    public static string CodeOf(string name) => string.Concat(
        name.Select((letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $"_{letter}" : $"{letter}")).ToUpperInvariant();
}

/// <summary>A value, or the refusal of one.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Why not; null where there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value. Asking a refusal for it is a bug.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}.");

    /// <summary>A value is a result.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>So is a refusal.</summary>
    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);

    /// <summary>Goes on with the value, or keeps the refusal.</summary>
    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => Refusal is null ? next(_value!) : Refusal;

    /// <summary>The same of what takes a while.</summary>
    public Task<Result<TNext>> ThenAsync<TNext>(Func<T, Task<Result<TNext>>> next) =>
        Refusal is null ? next(_value!) : Task.FromResult<Result<TNext>>(Refusal);
}
