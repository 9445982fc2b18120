using EdgePos.HeadOffice.V1;

namespace EdgePos.Relay;

/// <summary>What a box does for a help desk, once it is known who asks and that they may. One request at a time.</summary>
public interface IHelpActions
{
    /// <summary>Why it cannot be done now; null: it can. Asked before the journal says that it is done.</summary>
    HelpRefusal? Hindrance(HelpRequest request);

    /// <summary>Does it. What it throws becomes a refusal of the code <see cref="HelpRefusal.Failed"/>.</summary>
    /// <param name="request">With a command that this program knows.</param>
    /// <param name="deadline">Ends it.</param>
    Task<HelpResult> DoAsync(HelpRequest request, CancellationToken deadline);

    /// <summary>The answer is with the broker, or there is nobody to give it to: what had to wait for that can begin.</summary>
    void Answered(HelpRequest request);
}
