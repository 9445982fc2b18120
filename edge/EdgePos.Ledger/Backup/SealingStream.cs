namespace EdgePos.Ledger;

/// <summary>Encrypts what is written to it. The last chunk is written when it is finished, not when it is disposed of.</summary>
internal sealed class SealingStream(Stream to, BackupSeal seal, Action? pause, CancellationToken cancellation) : Stream
{
    private readonly byte[] _plain = new byte[BackupSeal.ChunkBytes];
    private readonly byte[] _chunk = new byte[BackupSeal.ChunkBytes + BackupSeal.TagBytes];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Writes the last chunk; what was cut off before has none.</summary>
    public void Finish() => Put(isLast: true);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // A full chunk waits for the next byte: only then is it known not to be the last.
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == _plain.Length)
                Put(isLast: false);
            int count = Math.Min(buffer.Length, _plain.Length - _filled);
            buffer[..count].CopyTo(_plain.AsSpan(_filled));
            _filled += count;
            buffer = buffer[count..];
        }
    }

    public override void Flush()
    {
        // A chunk goes when it is full.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Put(bool isLast)
    {
        cancellation.ThrowIfCancellationRequested();
        var chunk = _chunk.AsSpan(0, _filled + BackupSeal.TagBytes);
        seal.Seal(_plain.AsSpan(0, _filled), isLast, chunk);
        to.Write(chunk);
        _filled = 0;
        pause?.Invoke();
    }
}
