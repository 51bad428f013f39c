package org.dromedary.dicom.codec.j2k;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;

/** The geometry of one tile (T.800 §B.3), within bounds that its bytes justify. */
final class Tile {

    private static final int MAX_PRECINCTS = 1 << 18;
    private static final int MAX_BLOCKS = 1 << 22;
    /** Coefficients, rows and the frame itself take some ten bytes a sample together. */
    private static final long MAX_SAMPLES = 80_000_000;

    /** On the reference grid. */
    final int x0;
    final int y0;
    final int x1;
    final int y1;
    final TileComponent[] components;

    Tile(Siz siz, int index, Parameters parameters) throws CodecException {
        int column = index % siz.tilesWide();
        int row = index / siz.tilesWide();
        x0 = (int) Math.max(siz.tileX0() + (long) column * siz.tileWidth(), siz.x0());
        y0 = (int) Math.max(siz.tileY0() + (long) row * siz.tileHeight(), siz.y0());
        x1 = (int) Math.min(siz.tileX0() + (column + 1L) * siz.tileWidth(), siz.x1());
        y1 = (int) Math.min(siz.tileY0() + (row + 1L) * siz.tileHeight(), siz.y1());
        components = new TileComponent[siz.components().length];
        long precincts = 0;
        long blocks = 0;
        long samples = 0;
        for (int c = 0; c < components.length; c++) {
            components[c] = new TileComponent(c, siz.components()[c], new int[] {x0, y0, x1, y1}, parameters);
            precincts += components[c].precinctCount();
            blocks += components[c].blockCount();
            samples += (long) components[c].width() * components[c].height();
        }
        if (samples > MAX_SAMPLES) {
            throw new CodecException("JPEG 2000: a tile of " + samples + " samples; at most " + MAX_SAMPLES
                    + " are supported");
        }
        if (precincts > MAX_PRECINCTS || blocks > MAX_BLOCKS) {
            throw new CodecException("JPEG 2000: tile " + index + " has " + precincts + " precincts and some "
                    + blocks + " code-blocks; at most " + MAX_PRECINCTS + " and " + MAX_BLOCKS + " are supported");
        }
        for (TileComponent component : components) {
            component.build();
        }
    }

    /** Whether no component has a sample in it. */
    boolean isEmpty() {
        for (TileComponent component : components) {
            if (component.width() > 0 && component.height() > 0) {
                return false;
            }
        }
        return true;
    }

    /** By component, resolution, row and column. */
    List<Precinct> precincts() {
        List<Precinct> all = new ArrayList<>();
        for (TileComponent component : components) {
            all.addAll(component.precincts);
        }
        return all;
    }

    /** All components are coded with the 5/3 wavelet. */
    boolean reversible() {
        for (TileComponent component : components) {
            if (!component.style.reversible()) {
                return false;
            }
        }
        return true;
    }
}
