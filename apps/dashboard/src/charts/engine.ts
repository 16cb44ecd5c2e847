import { BarChart, CustomChart, type BarSeriesOption, type CustomSeriesOption } from 'echarts/charts';
import { GridComponent, TooltipComponent, type GridComponentOption, type TooltipComponentOption } from 'echarts/components';
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/** Only what the pages draw with; SVG, so that print is sharp and text stays text. */
use([BarChart, CustomChart, GridComponent, TooltipComponent, SVGRenderer]);

export type ChartOption = ComposeOption<BarSeriesOption | CustomSeriesOption | GridComponentOption | TooltipComponentOption>;
export type Chart = EChartsType;

export const draw = (element: HTMLElement): Chart => init(element, undefined, { renderer: 'svg' });
