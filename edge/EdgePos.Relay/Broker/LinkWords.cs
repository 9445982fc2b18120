namespace EdgePos.Relay;

/// <summary>The broker has the batch that ends with this entry.</summary>
internal sealed record Taken(long Last);

/// <summary>The broker knows nobody who wants a batch, and threw it away.</summary>
internal sealed record Unheard;

/// <summary>The broker did not answer within its deadline.</summary>
internal sealed class SendTimeout(Exception late) : IOException("the broker did not answer in time", late);

/// <summary>Somebody else connected under this box's name.</summary>
internal sealed class TakenOver() : IOException("another box has connected under this box's name");

/// <summary>The broker ends connections that are silent for longer than this.</summary>
internal sealed class KeepAliveWanted(TimeSpan period) : IOException($"the broker wants a sign of life every {period.TotalSeconds} s")
{
    public TimeSpan Period => period;
}
