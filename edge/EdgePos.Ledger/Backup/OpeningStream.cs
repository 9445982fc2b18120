namespace EdgePos.Ledger;

/// <summary>Decrypts what a <see cref="SealingStream"/> wrote, and gives no byte that is not proven.</summary>
internal sealed class OpeningStream(Stream from, BackupSeal seal, Action? pause, CancellationToken cancellation) : Stream
{
    private const int ChunkBytes = BackupSeal.ChunkBytes + BackupSeal.TagBytes;

    // One byte more: whether a chunk is the last is known only by looking behind it.
    private readonly byte[] _ahead = new byte[ChunkBytes + 1];
    private readonly byte[] _plain = new byte[BackupSeal.ChunkBytes];
    private int _have, _at, _filled;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="BackupFault">The next chunk is not what was written there.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_at == _filled)
        {
            if (_ended)
                return 0;
            Take();
        }

        int count = Math.Min(buffer.Length, _filled - _at);
        _plain.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    /// <summary>Proves what was not read.</summary>
    /// <exception cref="BackupFault">A chunk is not what was written there.</exception>
    public void ReadToEnd()
    {
        byte[] rest = new byte[BackupSeal.ChunkBytes];
        while (Read(rest) > 0)
        {
            // Each was proven when it was read.
        }
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Take()
    {
        cancellation.ThrowIfCancellationRequested();
        _have += from.ReadAtLeast(_ahead.AsSpan(_have), _ahead.Length - _have, throwOnEndOfStream: false);
        bool isLast = _have <= ChunkBytes;
        int chunk = isLast ? _have : ChunkBytes;
        if (chunk < BackupSeal.TagBytes)
            throw Cut();
        _filled = chunk - BackupSeal.TagBytes;
        _at = 0;
        if (!seal.TryOpen(_ahead.AsSpan(0, chunk), isLast, _plain.AsSpan(0, _filled)))
        {
            _filled = 0;
            throw Cut();
        }

        (_ended, _have) = (isLast, _have - chunk);
        _ahead.AsSpan(chunk, _have).CopyTo(_ahead);
        pause?.Invoke();
    }

    private static BackupFault Cut() => new("this backup is damaged or cut off, and nothing of it can be trusted: take another one");
}
