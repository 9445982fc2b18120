using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>A message of a box, read.</summary>
internal abstract record Work(BoxName Box);

/// <summary>Something that is answered: a batch or a state.</summary>
internal sealed record BoxWork(BoxName Box) : Work(Box)
{
    public ReadBatch? Batch { get; init; }

    public BoxState? State { get; init; }

    /// <summary>False where another head office serves the box and asks it.</summary>
    public bool MayAsk { get; init; } = true;

    /// <summary>Done when it is committed; its result is done when it is answered.</summary>
    public TaskCompletionSource<Task> Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Something of the live lane, as it came.</summary>
internal sealed record LiveNote(BoxName Box, string Kind, byte[] Message) : Work(Box);
