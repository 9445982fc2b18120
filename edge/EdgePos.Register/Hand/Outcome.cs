namespace EdgePos.Register;

/// <summary>How a command of a cashier ended.</summary>
internal enum OutcomeKind
{
    /// <summary>As asked.</summary>
    Done,

    /// <summary>The box said no.</summary>
    Refused,

    /// <summary>It was not sent: it does not read as a command, or there is nothing to do it to.</summary>
    NotUnderstood,

    /// <summary>The box did not answer. The same step, with the same id, goes first when the cashier goes on.</summary>
    Unanswered,

    /// <summary>The cashier leaves.</summary>
    Quit,
}

/// <summary>What a cashier is told.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Message">In plain words.</param>
/// <param name="Hint">What to do; empty when all is well.</param>
/// <param name="Code">The stable code of a refusal.</param>
/// <param name="Paper">A receipt or a page of help, several lines; else empty.</param>
/// <param name="PaperAsked">True where the paper is what was asked for, not a by-product.</param>
internal sealed record Outcome(
    OutcomeKind Kind, string Message, string Hint = "", string Code = "", string Paper = "", bool PaperAsked = false)
{
    /// <summary>True where the cashier got a no, from whomever.</summary>
    public bool IsNo => Kind is OutcomeKind.Refused or OutcomeKind.NotUnderstood;
}

/// <summary>What was typed, ready to be carried out; carried out again it sends the same command.</summary>
internal delegate Task<Outcome> Step(CancellationToken stop);
